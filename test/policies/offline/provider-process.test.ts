import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { status } from "@grpc/grpc-js";
import rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Value as Message } from "google-protobuf/google/protobuf/struct_pb";
import { UNKNOWN, fromStruct, secret, toStruct } from "../../../policies/offline/properties";
import type { Properties } from "../../../policies/offline/properties";
import { ask, installProvider, startProvider, temporaryFolder } from "./provider-process";
import type { Client, Running } from "./provider-process";

const INSTANCE = "aws:ec2/instance:Instance";
const urnOf = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;

let path: string;
let running: Running | undefined;
const folders: string[] = [];

beforeAll(() => {
  path = installProvider();
  folders.push(dirname(path));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function started(options: Parameters<typeof startProvider>[1] = {}): Promise<Client> {
  running = await startProvider(path, options);
  return running.client;
}

async function configure(client: Client, args: Properties): Promise<rpc.ConfigureResponse> {
  const request = new rpc.ConfigureRequest();
  request.setArgs(toStruct(args));
  return ask<rpc.ConfigureResponse>((callback) => client.configure(request, callback));
}

async function check(
  client: Client,
  type: string,
  news: Properties,
  olds: Properties = {},
): Promise<Properties> {
  const request = new rpc.CheckRequest();
  request.setUrn(urnOf(type, "web"));
  request.setType(type);
  request.setNews(toStruct(news));
  request.setOlds(toStruct(olds));
  request.setRandomseed(new Uint8Array([1, 2, 3]));
  const response = await ask<rpc.CheckResponse>((callback) => client.check(request, callback));
  return fromStruct(response.getInputs());
}

async function create(
  client: Client,
  type: string,
  inputs: Properties,
  preview: boolean,
): Promise<rpc.CreateResponse> {
  const request = new rpc.CreateRequest();
  request.setUrn(urnOf(type, "web"));
  request.setType(type);
  request.setProperties(toStruct(inputs));
  request.setPreview(preview);
  return ask<rpc.CreateResponse>((callback) => client.create(request, callback));
}

async function diff(client: Client, olds: Properties, news: Properties): Promise<rpc.DiffResponse> {
  const request = new rpc.DiffRequest();
  request.setUrn(urnOf(INSTANCE, "web"));
  request.setType(INSTANCE);
  request.setOldInputs(toStruct(olds));
  request.setNews(toStruct(news));
  return ask<rpc.DiffResponse>((callback) => client.diff(request, callback));
}

async function invoke(client: Client, token: string, args: Properties): Promise<Properties> {
  const request = new rpc.InvokeRequest();
  request.setTok(token);
  request.setArgs(toStruct(args));
  const response = await ask<rpc.InvokeResponse>((callback) => client.invoke(request, callback));
  return fromStruct(response.getReturn());
}

async function checkConfig(client: Client, news: Properties): Promise<rpc.CheckResponse> {
  const request = new rpc.CheckRequest();
  request.setNews(toStruct(news));
  return ask<rpc.CheckResponse>((callback) => client.checkConfig(request, callback));
}

function deletion(id: string, outputs: Properties): rpc.DeleteRequest {
  const request = new rpc.DeleteRequest();
  request.setId(id);
  request.setUrn(urnOf(INSTANCE, "web"));
  request.setProperties(toStruct(outputs));
  return request;
}

const PROJECT = { "Pulumi.yaml": "name: shop\nruntime: nodejs\n" };

function projectFolder(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

test("starts through a link on PATH and tells a version that the engine takes for new enough", async () => {
  const client = await started();
  const info = await ask<{ getVersion(): string }>((callback) => client.getPluginInfo(new Empty(), callback));
  expect(info.getVersion()).toMatch(/^7\.\d+\.\d+/);
});

test("says that it previews and takes secrets, and leaves resource references to the engine", async () => {
  const client = await started();
  expect((await configure(client, { version: "7.48.0" })).toObject()).toEqual({
    acceptsecrets: true,
    supportspreview: true,
    acceptresources: false,
    acceptoutputs: true,
    supportsAutonamingConfiguration: true,
  });
});

test("previews a bare instance with all that the real provider computes unknown", async () => {
  const client = await started();
  await configure(client, { version: "7.48.0", region: "eu-central-1" });
  const inputs = await check(client, INSTANCE, { ami: "ami-1", instanceType: "t3.micro" });
  const response = await create(client, INSTANCE, inputs, true);
  expect(response.getId()).toBe("");
  expect(fromStruct(response.getProperties())).toMatchObject({
    id: UNKNOWN,
    arn: UNKNOWN,
    ami: "ami-1",
    keyName: UNKNOWN,
    iamInstanceProfile: UNKNOWN,
    userDataBase64: UNKNOWN,
    subnetId: UNKNOWN,
    vpcSecurityGroupIds: UNKNOWN,
    metadataOptions: UNKNOWN,
    region: "eu-central-1",
  });
});

test("takes the version that the engine passes for the provider's major", async () => {
  const client = await started();
  await configure(client, { version: "6.83.4" });
  const response = await create(client, INSTANCE, { userData: "#!/bin/sh\ntrue\n" }, true);
  expect(fromStruct(response.getProperties()).userData).toBe("e8dc9942e0d51645b241a917c42a9d400685ce88");
});

test("creates, finds no change, updates, reads and deletes what it made itself, where it may deploy", async () => {
  const client = await started({ env: { LATCHKEY_OFFLINE_DEPLOY: "1" } });
  await configure(client, {});
  const inputs = await check(client, INSTANCE, { ami: "ami-1", userData: secret("#!/bin/sh\n") });
  const response = await create(client, INSTANCE, inputs, false);
  const outputs = fromStruct(response.getProperties());
  expect(response.getId()).toMatch(/^i-0[0-9a-f]{16}$/);
  expect(outputs).toMatchObject({
    id: response.getId(),
    userData: secret("#!/bin/sh\n"),
    instanceState: "running",
  });
  expect(JSON.stringify(outputs)).not.toContain(UNKNOWN);

  const again = await check(client, INSTANCE, { ami: "ami-1", userData: secret("#!/bin/sh\n") }, inputs);
  expect((await diff(client, inputs, again)).getChanges()).toBe(rpc.DiffResponse.DiffChanges.DIFF_NONE);

  const update = new rpc.UpdateRequest();
  update.setId(response.getId());
  update.setUrn(urnOf(INSTANCE, "web"));
  update.setType(INSTANCE);
  update.setOlds(toStruct(outputs));
  update.setNews(toStruct({ ...again, tags: { Name: "web" } }));
  const updated = await ask<rpc.UpdateResponse>((callback) => client.update(update, callback));
  expect(fromStruct(updated.getProperties())).toEqual({
    ...outputs,
    tags: { Name: "web" },
    tagsAll: { Name: "web" },
  });

  const read = new rpc.ReadRequest();
  read.setId(response.getId());
  read.setProperties(toStruct(outputs));
  const found = await ask<rpc.ReadResponse>((callback) => client.read(read, callback));
  expect(fromStruct(found.getProperties())).toEqual(outputs);
  await ask<Empty>((callback) => client.delete(deletion(response.getId(), outputs), callback));
});

test("leaves real resources alone", async () => {
  const client = await started();
  const request = deletion("i-0123", { id: "i-0123" });
  await expect(ask<Empty>((callback) => client.delete(request, callback))).rejects.toMatchObject({
    code: status.FAILED_PRECONDITION,
    details: expect.stringContaining(
      "web (i-0123) was not made by Latchkey's offline AWS provider",
    ) as unknown,
  });
});

describe("asked to deploy, where nobody allows it", () => {
  const refusal = (text: string) => ({
    code: status.FAILED_PRECONDITION,
    details: expect.stringMatching(`${text}.*Take the offline pulumi-resource-aws off the PATH`) as unknown,
  });

  test.each(["", "0", "true", " 1"])("makes nothing (LATCHKEY_OFFLINE_DEPLOY=%j)", async (allowed) => {
    const client = await started({ env: { LATCHKEY_OFFLINE_DEPLOY: allowed } });
    const refused = create(client, INSTANCE, { ami: "ami-1" }, false);
    await expect(refused).rejects.toMatchObject(refusal("web was not created: "));
    expect((await create(client, INSTANCE, { ami: "ami-1" }, true)).getId()).toBe("");
  });

  const reading = (id: string, state: Properties, inputs?: Properties): rpc.ReadRequest => {
    const request = new rpc.ReadRequest();
    request.setId(id);
    request.setUrn(urnOf(INSTANCE, "web"));
    request.setType(INSTANCE);
    request.setProperties(toStruct(state));
    if (inputs !== undefined) request.setInputs(toStruct(inputs));
    return request;
  };

  test.each<[string, rpc.ReadRequest]>([
    ["an import, which comes with nothing", reading("i-1", {})],
    ["a refresh of AWS's", reading("i-1", { id: "i-1", ami: "ami-1", arn: "arn" }, { ami: "ami-1" })],
    ["a refresh of what has no inputs", reading("i-1", { id: "i-1" }, {})],
    ["what claims another maker", reading("i-1", { id: "i-1", __meta: "{}" }, {})],
  ])("reads nothing that only AWS knows: %s", async (_what, request) => {
    const client = await started({ env: { LATCHKEY_OFFLINE_DEPLOY: "1" } });
    const refused = ask<rpc.ReadResponse>((callback) => client.read(request, callback));
    await expect(refused).rejects.toMatchObject(refusal("web .i-1. was not made by .* so it was not read"));
  });

  test.each<[string, Properties]>([
    ["nothing", {}],
    ["a property", { ami: "ami-1" }],
  ])("still tells of what a program refers to by its id and %s", async (_what, given) => {
    const client = await started();
    const request = reading("i-1", given, given);
    const response = await ask<rpc.ReadResponse>((callback) => client.read(request, callback));
    expect(fromStruct(response.getProperties())).toMatchObject({ id: "i-1", ...given });
  });
});

test("says in its own configuration that it is the offline provider, and is none the newer for it", async () => {
  const client = await started();
  const news = { region: "eu-west-1", version: "7.48.0" };
  const inputs = fromStruct((await checkConfig(client, news)).getInputs());
  expect(inputs).toEqual({ ...news, latchkeyOffline: "true" });
  const request = new rpc.DiffRequest();
  request.setOldInputs(toStruct(news));
  request.setNews(toStruct(inputs));
  const response = await ask<rpc.DiffResponse>((callback) => client.diffConfig(request, callback));
  expect(response.getChanges()).toBe(rpc.DiffResponse.DiffChanges.DIFF_NONE);
});

test("goes on answering while an expression asks for more steps than there are", async () => {
  const client = await started();
  const nameRegex = `(a+)+$|${"a".repeat(64)}!`;
  const [slow, other] = await Promise.all([
    invoke(client, "aws:ec2/getAmi:getAmi", { nameRegex }),
    invoke(client, "aws:index/getRegion:getRegion", {}),
  ]);
  expect([slow.rootDeviceType, other.region]).toEqual(["ebs", "us-east-1"]);
});

test("a value that is none is an error with its place, and no bug", async () => {
  const client = await started();
  const request = new rpc.InvokeRequest();
  const args = toStruct({ owners: ["self"] });
  args.getFieldsMap().set("nameRegex", new Message());
  request.setTok("aws:ec2/getAmi:getAmi");
  request.setArgs(args);
  await expect(ask<rpc.InvokeResponse>((callback) => client.invoke(request, callback))).rejects.toMatchObject(
    {
      code: status.FAILED_PRECONDITION,
      details: "nameRegex has no value.",
    },
  );
});

test("tells which change replaces an instance", async () => {
  const client = await started();
  const response = await diff(client, { keyName: "a", userData: "1" }, { keyName: "b", userData: "2" });
  expect(response.getDiffsList()).toEqual(["keyName", "userData"]);
  expect(response.getReplacesList()).toEqual(["keyName"]);
  expect(response.getDetaileddiffMap().get("keyName")?.getKind()).toBe(rpc.PropertyDiff.Kind.UPDATE_REPLACE);
  expect(response.getDetaileddiffMap().get("userData")?.getKind()).toBe(rpc.PropertyDiff.Kind.UPDATE);
});

test("has no answer for methods that only components and SDK generators need", async () => {
  const client = await started();
  await expect(
    ask<rpc.CallResponse>((callback) => client.call(new rpc.CallRequest(), callback)),
  ).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
});

test("survives configuration that makes no sense", async () => {
  const client = await started();
  const response = await checkConfig(client, { region: 7, defaultTags: "{not json", version: "next" });
  expect(response.getFailuresList()).toEqual([]);
  await configure(client, { region: 7, defaultTags: "{not json", version: "next" });
  expect(await invoke(client, "aws:index/getRegion:getRegion", {})).toMatchObject({ region: "us-east-1" });
});

test("answers from the project's file, also when the program lies in a folder of its own", async () => {
  const answer = { token: "aws:ec2/getAmi:getAmi", args: { owners: ["self"] }, result: { id: "ami-golden" } };
  const folder = projectFolder({
    ...PROJECT,
    "program/index.js": "",
    "latchkey.offline.json": JSON.stringify({ invokes: [answer] }),
  });
  const client = await started({ cwd: join(folder, "program") });
  const found = await invoke(client, "aws:ec2/getAmi:getAmi", { owners: ["self"], mostRecent: true });
  expect(found).toEqual({ id: "ami-golden" });
  expect(await invoke(client, "aws:ec2/getAmi:getAmi", { owners: ["amazon"] })).toMatchObject({
    rootDeviceType: "ebs",
  });
});

test("tells one error for a broken file and goes on running", async () => {
  const folder = projectFolder({ ...PROJECT, "latchkey.offline.json": '{ "invoke": [] }' });
  const client = await started({ cwd: folder });
  const [failure, ...others] = (await checkConfig(client, {})).getFailuresList();
  expect(others).toEqual([]);
  expect(failure?.getReason()).toContain(join(folder, "latchkey.offline.json"));
  expect(failure?.getReason()).toContain("invoke: unknown key.");
  await expect(invoke(client, "aws:index/getRegion:getRegion", {})).rejects.toMatchObject({
    details: expect.stringContaining("invoke: unknown key.") as unknown,
  });
});

test("ends when the engine interrupts it", async () => {
  await started();
  const child = running?.process;
  child?.kill("SIGINT");
  const [, signal] = (await once(child ?? process, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGINT");
});
