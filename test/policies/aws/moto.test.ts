import { EC2Client, ImportKeyPairCommand, RegisterImageCommand } from "@aws-sdk/client-ec2";
import type { AccountRequest } from "../../../policies/aws/account";
import { newCache, type LookupCache } from "../../../policies/aws/cache";
import { fetchAccount } from "../../../policies/aws/fetch-account";
import { PATIENCE_MS, useAwsEnvironment } from "../../support/aws-environment";
import { startMoto, type Moto } from "../../support/moto";
import { acceptNativeErrors } from "../../support/native-errors";

acceptNativeErrors();

const REGION = "ap-northeast-1";
const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJZWJJZ0z9Hn0kU1pY3m1cM2f8a0h5mJt3k8bq0oV9cB test@example.com";

let moto: Moto;
let restore: () => void;
let client: EC2Client;

beforeAll(async () => {
  moto = await startMoto();
  restore = useAwsEnvironment(moto.url);
  client = new EC2Client({ region: REGION });
});

afterAll(async () => {
  client.destroy();
  restore();
  await moto.stop();
});

const ask = (request: Partial<AccountRequest>, cache: LookupCache = newCache()) =>
  fetchAccount(
    { region: REGION, imageIds: [], keyNames: [], instanceTypes: [], serialConsole: false, ...request },
    { cache, timeLimitMs: PATIENCE_MS },
  );

async function importKey(name: string): Promise<void> {
  const key = { KeyName: name, PublicKeyMaterial: Buffer.from(PUBLIC_KEY) };
  await client.send(new ImportKeyPairCommand(key));
}

test("a key pair that exists is known, one that does not is absent, and neither spoils the other", async () => {
  await importKey("ops");
  const account = await ask({ keyNames: ["ops", "gone"] });
  expect(account.keyPair("ops")).toEqual({ state: "known", value: true, path: "key pair ops" });
  expect(account.keyPair("gone")).toEqual({ state: "absent", path: "key pair gone" });
  expect(account.problems).toEqual([]);
});

test("a key pair's name is taken literally, not as a filter's pattern", async () => {
  await importKey("team-blue");
  const account = await ask({ keyNames: ["team-*"] });
  expect(account.keyPair("team-*").state).toBe("absent");
});

test("a key pair of another region is absent", async () => {
  await importKey("tokyo");
  const account = await ask({ region: "eu-central-1", keyNames: ["tokyo"] });
  expect(account.keyPair("tokyo").state).toBe("absent");
});

test("two hundred and fifty key pairs are asked for in batches, and each is answered", async () => {
  const names = Array.from({ length: 250 }, (_, index) => `many-${String(index)}`);
  for (const name of names) await importKey(name);
  const account = await ask({ keyNames: [...names, "many-missing"] });
  expect(names.filter((name) => account.keyPair(name).state !== "known")).toEqual([]);
  expect(account.keyPair("many-missing").state).toBe("absent");
});

test("an image is told by name, owner, root device and platform", async () => {
  // Amazon Linux and Windows images that moto brings along.
  const account = await ask({ imageIds: ["ami-04681a1dbd79675a5", "ami-03cf127a", "ami-00000000000000000"] });
  expect(account.image("ami-03cf127a")).toMatchObject({
    state: "known",
    value: {
      name: "Windows_Server-2016-English-Nano-Base-2017.10.13",
      ownerId: "801119661308",
      rootDeviceType: "ebs",
      platform: "windows",
    },
  });
  expect(account.image("ami-04681a1dbd79675a5")).toMatchObject({
    value: { name: "amzn2-ami-hvm-2.0.20180810-x86_64-gp2", ownerId: "137112412989", platform: "linux" },
  });
  expect(account.image("ami-00000000000000000").state).toBe("absent");
});

test("an image of one's own is found too", async () => {
  const { ImageId = "" } = await client.send(
    new RegisterImageCommand({ Name: "golden", RootDeviceName: "/dev/sda1", Description: "ours" }),
  );
  const account = await ask({ imageIds: [ImageId] });
  expect(account.image(ImageId)).toMatchObject({
    state: "known",
    value: { name: "golden", description: "ours" },
  });
});

test("a parameter in place of an image id is not asked for", async () => {
  const id = "resolve:ssm:/aws/service/debian/release/12/latest/amd64";
  const account = await ask({ imageIds: [id] });
  expect(account.image(id).state).toBe("unknown");
  expect(account.problems).toEqual([]);
});

test.each([
  ["t2.micro", { hypervisor: "xen", bareMetal: false, instanceStorage: false }],
  ["t3.micro", { hypervisor: "nitro", bareMetal: false, instanceStorage: false }],
  ["m5.metal", { hypervisor: "nitro", bareMetal: true, instanceStorage: false }],
  ["c5d.large", { hypervisor: "nitro", bareMetal: false, instanceStorage: true }],
])("instance type %s", async (type, value) => {
  const account = await ask({ instanceTypes: [type] });
  expect(account.instanceType(type)).toEqual({ state: "known", value, path: `instance type ${type}` });
});

test("an instance type that AWS does not have is absent", async () => {
  const account = await ask({ instanceTypes: ["z99.mega", "t3.micro"] });
  expect(account.instanceType("z99.mega").state).toBe("absent");
  expect(account.instanceType("t3.micro").state).toBe("known");
});

test("what was not asked for is unknown, and says so", async () => {
  const account = await ask({ keyNames: ["ops"] });
  expect(account.image("ami-1")).toEqual({
    state: "unknown",
    path: "image ami-1",
    why: "ap-northeast-1 was not asked",
  });
  expect(account.serialConsole().state).toBe("unknown");
});

test("answers outlive the server that gave them, and its end makes the rest unknown, not absent", async () => {
  const brief = await startMoto();
  const back = useAwsEnvironment(brief.url);
  try {
    const cache = newCache();
    expect((await ask({ keyNames: ["early"] }, cache)).keyPair("early").state).toBe("absent");
    await brief.stop();
    const account = await ask({ keyNames: ["early", "late"], instanceTypes: ["t3.micro"] }, cache);
    expect(account.keyPair("early").state).toBe("absent");
    expect(account.keyPair("late")).toMatchObject({ state: "unknown", why: "AWS could not be reached" });
    expect(account.instanceType("t3.micro").state).toBe("unknown");
    expect(account.problems).toEqual([
      expect.stringContaining("could not be reached (ECONNREFUSED) in ap-northeast-1"),
    ]);
  } finally {
    back();
    await brief.stop();
  }
});
