import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccountLookups, AccountRequest } from "../../../policies/aws/account";
import { newCache } from "../../../policies/aws/cache";
import { explainFailure } from "../../../policies/aws/failure";
import { fetchAccount, type AccountOptions } from "../../../policies/aws/fetch-account";
import { PATIENCE_MS, useAwsEnvironment } from "../../support/aws-environment";
import {
  refuse,
  startEc2Endpoint,
  succeed,
  type Ec2Call,
  type Ec2Endpoint,
} from "../../support/ec2-endpoint";
import { acceptNativeErrors } from "../../support/native-errors";

acceptNativeErrors();

const REQUEST: AccountRequest = {
  region: "ap-northeast-1",
  imageIds: ["ami-1"],
  keyNames: ["ops"],
  instanceTypes: ["t3.micro"],
  serialConsole: true,
};

const PERMISSIONS = [
  "ec2:DescribeImages",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeKeyPairs",
  "ec2:GetSerialConsoleAccessStatus",
];

const EMPTY: Readonly<Record<string, string>> = {
  DescribeImages: "<imagesSet/>",
  DescribeKeyPairs: "<keySet/>",
  DescribeInstanceTypes: "<instanceTypeSet/>",
  GetSerialConsoleAccessStatus: "<serialConsoleAccessEnabled>true</serialConsoleAccessEnabled>",
};

const actionOf = (call: Ec2Call) => call.get("Action") ?? "";
const answerWell = (call: Ec2Call, response: ServerResponse) => {
  succeed(call, response, EMPTY[actionOf(call)] ?? "");
};

let endpoint: Ec2Endpoint | undefined;
let restore: (() => void) | undefined;

afterEach(async () => {
  restore?.();
  await endpoint?.stop();
  endpoint = undefined;
});

async function serve(answer: (call: Ec2Call, response: ServerResponse) => void): Promise<Ec2Endpoint> {
  endpoint = await startEc2Endpoint(answer);
  restore = useAwsEnvironment(endpoint.url);
  return endpoint;
}

const ask = (request: Partial<AccountRequest> = {}, options: AccountOptions = {}) =>
  fetchAccount(
    { ...REQUEST, ...request },
    { cache: newCache(), maxAttempts: 1, timeLimitMs: PATIENCE_MS, ...options },
  );

const states = (account: AccountLookups) => [
  account.image("ami-1").state,
  account.keyPair("ops").state,
  account.instanceType("t3.micro").state,
  account.serialConsole().state,
];

test.each([true, false])("serial console access is told as AWS has it: %s", async (enabled) => {
  await serve((call, response) => {
    succeed(call, response, `<serialConsoleAccessEnabled>${String(enabled)}</serialConsoleAccessEnabled>`);
  });
  const account = await ask({ imageIds: [], keyNames: [], instanceTypes: [] });
  expect(account.serialConsole()).toEqual({ state: "known", value: enabled, path: "serial console access" });
});

test("one permission that is missing leaves the other answers alone, and is named", async () => {
  await serve((call, response) => {
    if (actionOf(call) !== "DescribeImages") {
      answerWell(call, response);
      return;
    }
    refuse(response, 403, "UnauthorizedOperation", "Encoded authorization failure message: SECRET-BLOB");
  });
  const account = await ask();
  expect(states(account)).toEqual(["unknown", "absent", "absent", "known"]);
  expect(account.image("ami-1")).toMatchObject({ why: "ec2:DescribeImages was denied" });
  expect(account.problems).toEqual([
    "ec2:DescribeImages was denied in ap-northeast-1: grant it or switch live look-ups off.",
  ]);
});

test.each([
  [403, "UnauthorizedOperation", PERMISSIONS.map((permission) => `${permission} was denied`)],
  [400, "ExpiredToken", ["credentials have expired"]],
  [400, "RequestExpired", ["credentials have expired"]],
  [401, "AuthFailure", ["AWS refused the credentials (AuthFailure)"]],
  [403, "InvalidClientTokenId", ["AWS refused the credentials (InvalidClientTokenId)"]],
  [401, "OptInRequired", ["EC2 does not answer in ap-northeast-1 (OptInRequired)"]],
  [503, "RequestLimitExceeded", PERMISSIONS.map((permission) => `throttled ${permission}`)],
  [
    500,
    "InternalError",
    PERMISSIONS.map((permission) => `${permission} failed in ap-northeast-1 (InternalError)`),
  ],
])("%s %s makes everything unknown and is told once a cause", async (status, code, problems) => {
  await serve((_, response) => {
    refuse(response, status, code, "AKIATESTTESTTESTTEST is arn:aws:iam::111122223333:user/somebody");
  });
  const account = await ask();
  expect(states(account)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
  expect([...account.problems].sort()).toEqual(
    [...problems].sort().map((text): unknown => expect.stringContaining(text)),
  );
  expect(JSON.stringify(account.problems)).not.toMatch(/AKIA|111122223333|somebody/);
});

test("throttling is tried again before it counts", async () => {
  let refusals = 0;
  const { calls } = await serve((call, response) => {
    if (refusals++ === 0) refuse(response, 503, "RequestLimitExceeded", "Request limit exceeded.");
    else answerWell(call, response);
  });
  const account = await ask({ imageIds: [], instanceTypes: [], serialConsole: false }, { maxAttempts: 3 });
  expect(account.keyPair("ops").state).toBe("absent");
  expect(calls).toHaveLength(2);
});

test("an endpoint that never answers is given up at the time limit, and not asked again", async () => {
  const { calls } = await serve(() => undefined);
  const account = await ask({}, { timeLimitMs: 700, maxAttempts: 3 });
  expect(calls.length).toBeLessThanOrEqual(PERMISSIONS.length);
  expect(states(account)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
  expect(account.problems).toEqual([expect.stringContaining("did not answer in time in ap-northeast-1")]);
});

test("an endpoint that stops midway through an answer makes it unknown", async () => {
  await serve((_, response) => {
    response.writeHead(200, { "content-type": "text/xml", "content-length": "1000" });
    response.write("<DescribeKeyPairsResponse><keySet><item><keyName>ops</keyName>");
    setTimeout(() => response.destroy(), 50);
  });
  const account = await ask({ imageIds: [], instanceTypes: [], serialConsole: false });
  expect(account.keyPair("ops").state).toBe("unknown");
  expect(account.problems).toHaveLength(1);
});

test("an answer that is no answer of EC2's makes it unknown", async () => {
  await serve((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<html><body>Log in to the guest network<br></body></html>");
  });
  const account = await ask();
  expect(states(account)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
  expect(account.problems.length).toBeGreaterThan(0);
});

test("without credentials nothing is known, and the text says what is missing", async () => {
  await serve(answerWell);
  restore?.();
  restore = useAwsEnvironment(endpoint?.url, false);
  const account = await ask();
  expect(states(account)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
  expect(account.problems).toEqual([expect.stringContaining("No AWS credentials were found")]);
  expect(endpoint?.calls).toEqual([]);
});

test("a region whose name cannot be part of a host name is no region", async () => {
  restore = useAwsEnvironment(undefined);
  const account = await ask({ region: "not a region" });
  expect(account.problems).toEqual([
    expect.stringContaining("EC2 does not answer in a region of another name"),
  ]);
  expect(states(account)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
});

test("credentials that take their time count towards the time limit", async () => {
  await serve(answerWell);
  restore?.();
  restore = useAwsEnvironment(endpoint?.url, false);
  const folder = mkdtempSync(join(tmpdir(), "latchkey-aws-"));
  try {
    process.env.AWS_CONFIG_FILE = join(folder, "config");
    // It ends when it is told to, and notes its end.
    const [told, ends] = [join(folder, "told"), join(folder, "ends")] as const;
    const script = join(folder, "slow.sh");
    writeFileSync(script, `while [ ! -e ${told} ]; do sleep 0.1; done; echo end >> ${ends}`);
    writeFileSync(join(folder, "config"), `[profile slow]\ncredential_process = sh ${script}\n`);
    const account = await ask({}, { timeLimitMs: 300, profile: "slow" });
    expect(account.problems).toEqual([expect.stringContaining("did not answer in time")]);
    expect(existsSync(ends)).toBe(false);
    writeFileSync(told, "");
    // The SDK goes on to look for credentials in two more places, each of which starts the process again, and loads
    // its code as it goes: jest must still be there.
    await new Promise((done) => setTimeout(done, 7_000));
    expect(existsSync(ends)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ["an unknown host", Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }), "unreachable"],
  ["a resolver that is away", Object.assign(new Error("getaddrinfo"), { code: "EAI_AGAIN" }), "unreachable"],
  [
    "a host that refuses on all its addresses",
    new AggregateError([Object.assign(new Error("connect"), { code: "ECONNREFUSED" })]),
    "unreachable",
  ],
  [
    "a cause within",
    new Error("failed", { cause: Object.assign(new Error("read"), { code: "ECONNRESET" }) }),
    "unreachable",
  ],
  [
    "a single sign-on session that is over",
    Object.assign(new Error("The SSO session associated with this profile has expired."), {
      name: "CredentialsProviderError",
    }),
    "credentials-expired",
  ],
  ["what is no error at all", "boom", "other"],
])("%s is told as such", (_, error, cause) => {
  expect(explainFailure(error, "ec2:DescribeImages", "eu-west-1").cause).toBe(cause);
});

test("pages are followed to the last, an empty one in between too", async () => {
  const image = (id: string) =>
    `<item><imageId>${id}</imageId><name>n</name><imageOwnerId>111122223333</imageOwnerId><rootDeviceType>instance-store</rootDeviceType></item>`;
  const pages: Readonly<Record<string, string>> = {
    "": `<imagesSet>${image("ami-1")}</imagesSet><nextToken>a</nextToken>`,
    a: "<imagesSet/><nextToken>b</nextToken>",
    b: `<imagesSet>${image("ami-2")}</imagesSet>`,
  };
  const { calls } = await serve((call, response) => {
    succeed(call, response, pages[call.get("NextToken") ?? ""] ?? "");
  });
  const ids = ["ami-1", "ami-2", "ami-3"];
  const account = await ask({ imageIds: ids, keyNames: [], instanceTypes: [], serialConsole: false });
  expect(ids.map((id) => account.image(id).state)).toEqual(["known", "known", "absent"]);
  expect(account.image("ami-2")).toMatchObject({
    value: { rootDeviceType: "instance-store", platform: "linux" },
  });
  expect(calls).toHaveLength(3);
});

test("no call asks for more names than a filter takes", async () => {
  const { calls } = await serve(answerWell);
  const instanceTypes = Array.from({ length: 401 }, (_, index) => `t${String(index)}.micro`);
  await ask({ imageIds: [], keyNames: [], instanceTypes, serialConsole: false });
  const sizes = calls.map(
    (call) => [...call.keys()].filter((key) => key.startsWith("Filter.1.Value.")).length,
  );
  expect(sizes).toEqual([200, 200, 1]);
});

test("nothing is asked twice, also by calls that run at once", async () => {
  const { calls } = await serve(answerWell);
  const cache = newCache();
  await Promise.all([ask({}, { cache }), ask({}, { cache }), ask({ keyNames: ["ops", "dev"] }, { cache })]);
  expect(calls.map(actionOf).sort()).toEqual([
    "DescribeImages",
    "DescribeInstanceTypes",
    "DescribeKeyPairs",
    "DescribeKeyPairs",
    "GetSerialConsoleAccessStatus",
  ]);
});

test("a failure is not waited for twice, and one that concerns the region stops its other questions", async () => {
  const { calls } = await serve((_, response) => {
    refuse(response, 400, "ExpiredToken", "The security token included in the request is expired");
  });
  const cache = newCache();
  await ask({ imageIds: [], instanceTypes: [], serialConsole: false }, { cache });
  const account = await ask({}, { cache });
  expect(calls).toHaveLength(1);
  expect(account.image("ami-1")).toMatchObject({ state: "unknown", why: "the AWS credentials have expired" });
});

test("regions are asked apart", async () => {
  const { calls } = await serve(answerWell);
  const cache = newCache();
  const only = { imageIds: [], instanceTypes: [], serialConsole: false };
  await ask({ ...only, region: "eu-west-1" }, { cache });
  await ask({ ...only, region: "us-east-1" }, { cache });
  expect(calls).toHaveLength(2);
});

test("where nothing is asked for, nothing is sent", async () => {
  const { calls } = await serve(answerWell);
  const account = await ask({ imageIds: [], keyNames: [], instanceTypes: [], serialConsole: false });
  expect(calls).toEqual([]);
  expect(account.problems).toEqual([]);
});
