import { join } from "node:path";
import { createProject, repository, type EngineProject, type EngineResult } from "../support/engine";

jest.setTimeout(600_000);

const SECRET = "mrkzqsecret";
const DIST = JSON.stringify(join(repository, "policies", "dist"));

/** The pack as it is built, but for a bug: `fault` may replace parts of the judgement, or patch a module of the pack's. */
const packWith = (fault: string): Readonly<Record<string, string>> => ({
  "pack/PulumiPolicy.yaml": "runtime: nodejs\nmain: index.js\n",
  "pack/package.json": JSON.stringify({ name: "faulty", version: "0.0.1", main: "index.js" }),
  "pack/index.js": `
    const { PolicyPack } = require("@pulumi/policy");
    const own = (path) => require(${DIST} + "/" + path + ".js");
    const { ownParts } = own("judging/parts");
    let parts = ownParts;
    const failing = (id, thrown, where = () => true) => {
      const rules = ownParts.rules.map((rule) =>
        rule.id !== id ? rule : { ...rule, check(subject, options) {
          if (where(subject)) throw thrown();
          return rule.check(subject, options);
        } });
      parts = { ...ownParts, rules };
    };
    const patched = (path, name, thrown) => {
      const original = own(path)[name];
      Object.defineProperty(own(path), name, { value: (...args) => { throw thrown(); }, configurable: true });
      return original;
    };
    ${fault}
    new PolicyPack("faulty", own("pack/pack").packArguments(process.env, parts));
  `,
});

// Each host is entered by Session Manager as soon as its role is there; nothing is wrong with it.
const PROGRAM = `
  import * as aws from "@pulumi/aws";
  const role = new aws.iam.Role("role", {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
    }),
  });
  new aws.iam.RolePolicyAttachment("core", {
    role: role.name,
    policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
  });
  const profile = new aws.iam.InstanceProfile("profile", { role: role.name });
  const ami = aws.ec2.getAmiOutput({
    owners: ["099720109477"],
    mostRecent: true,
    filters: [{ name: "name", values: ["ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"] }],
  }).id;
  const host = (name: string, userData: string) =>
    new aws.ec2.Instance(name, { ami, instanceType: "t3.micro", keyName: "ops", iamInstanceProfile: profile.name, userData });
  host("web", "#!/bin/sh\\necho ${SECRET}\\n");
  host("api", "#!/bin/sh\\nuserdel -r ubuntu\\n");
`;

const config = { "aws:region": "us-east-1" };
const isWeb = `({ launch }) => launch.resource.name === "web"`;
const bug = `() => new TypeError("${SECRET}")`;

/** A bug, where it is, and what is said of it. */
const FAULTS: readonly (readonly [string, string, string])[] = [
  [
    "in a rule of user data",
    `failing("login-user-expired", ${bug}, ${isWeb});`,
    "login-user-expired (TypeError)",
  ],
  ["in a rule of launches", `failing("ways-in", ${bug}, ${isWeb});`, "ways-in (TypeError)"],
  ["in a verdict itself", `failing("no-way-in", ${bug}, ${isWeb});`, "no-way-in (TypeError)"],
  [
    "that throws a text",
    `failing("home-permissions", () => "${SECRET}", ${isWeb});`,
    "home-permissions (a thrown string)",
  ],
  [
    "that calls itself without end",
    `const endless = () => endless() + 1; failing("home-permissions", endless, ${isWeb});`,
    "home-permissions (RangeError)",
  ],
  [
    "in what follows user data",
    `parts = { ...ownParts, newPredictor() {
       const predict = ownParts.newPredictor();
       return (input) => {
         if (input.userData.value?.text?.includes("${SECRET}")) throw new TypeError("${SECRET}");
         return predict(input);
       };
     } };`,
    "following its user data (TypeError)",
  ],
];

const messagesAt = ({ findings }: EngineResult, name: string): readonly string[] =>
  findings.filter(({ resource }) => resource.name === name).map(({ policy }) => policy);

const shown = ({ findings, stdout, stderr, errors }: EngineResult): string =>
  [...findings.map(({ message }) => message), stdout, stderr, ...errors].join("\n");

let project: EngineProject;
beforeAll(async () => {
  project = await createProject({ program: PROGRAM, files: packWith(""), policyPack: "pack", config });
});
afterAll(() => {
  project.cleanup();
});

/** A preview by the real CLI, of a pack with a bug. */
function previewWith(
  fault: string,
  policyConfig: Readonly<Record<string, unknown>> = {},
): Promise<EngineResult> {
  for (const [path, text] of Object.entries(packWith(fault))) project.write(path, text);
  return project.preview({ policyConfig });
}

test("without a bug nothing is wrong with the program", async () => {
  const result = await previewWith("");
  expect({ exitCode: result.exitCode, errors: result.errors }).toEqual({ exitCode: 0, errors: [] });
  expect(messagesAt(result, "web")).not.toContain("no-way-in");
});

describe.each(FAULTS)("a bug %s", (_, fault, said) => {
  it("stops the preview with exit code 1: both verdicts say so, and nothing of the input is told", async () => {
    const result = await previewWith(fault);
    expect(result.exitCode).toBe(1);
    const told = result.findings.filter(({ message }) => message.includes("was not judged"));
    expect(told.map(({ policy, level, resource }) => [policy, level, resource.name])).toEqual([
      ["login-shut", "mandatory", "web"],
      ["no-way-in", "mandatory", "web"],
    ]);
    for (const { message } of told) {
      expect(message).toContain(said);
      expect(message).toContain("please report it at https://");
    }
    expect(messagesAt(result, "web")).toEqual(["login-shut", "no-way-in"]);
    expect(messagesAt(result, "api")).toContain("login-user-removed");
    expect(shown(result)).not.toContain(SECRET);
  });
});

describe("what was not judged", () => {
  const [, fault] = FAULTS[0] ?? ["", "", ""];

  it("stops nothing where the settings say so: exit code 0, and it is told all the same", async () => {
    const result = await previewWith(fault, { settings: { onFailure: "advisory" } });
    expect({ exitCode: result.exitCode, errors: result.errors }).toEqual({ exitCode: 0, errors: [] });
    expect(
      result.findings
        .filter(({ message }) => message.includes("was not judged"))
        .map(({ policy, level }) => [policy, level]),
    ).toEqual([
      ["login-shut", "advisory"],
      ["no-way-in", "advisory"],
    ]);
  });

  it("is told at the level of the verdicts: advisory ones stop nothing", async () => {
    const result = await previewWith(fault, { "no-way-in": "advisory", "login-shut": "advisory" });
    expect(result.exitCode).toBe(0);
    const { exitCode } = await previewWith(fault, { "no-way-in": "advisory" });
    expect(exitCode).toBe(1);
  });

  it("is judged once the rule with the bug is switched off", async () => {
    const result = await previewWith(fault, { "login-user-expired": "disabled" });
    expect(result.exitCode).toBe(0);
    expect(shown(result)).not.toContain("was not judged");
  });
});

describe("a bug that has to do with everything", () => {
  it.each([
    [
      "where launches are read",
      `patched("launch/launches", "readLaunches", ${bug});`,
      "reading the stack (TypeError)",
    ],
    [
      "where AWS is looked things up",
      `patched("judging/live-stack", "withLiveResources", ${bug});`,
      "looking things up in AWS (TypeError)",
    ],
  ])("%s is told once by each verdict, at the stack, and stops the preview", async (_, fault, said) => {
    const result = await previewWith(fault);
    expect(result.exitCode).toBe(1);
    const told = result.findings.filter(({ message }) => message.includes("was not judged"));
    expect(told.map(({ policy, level, resource }) => [policy, level, resource.type])).toEqual([
      ["login-shut", "mandatory", "pulumi:pulumi:Stack"],
      ["no-way-in", "mandatory", "pulumi:pulumi:Stack"],
    ]);
    expect(told[0]?.message).toContain(said);
    expect(shown(result)).not.toContain(SECRET);
    expect(messagesAt(result, "api")).toContain("login-user-removed");
  });

  it("as every resource is remembered ends in a verdict, not in a crash that tells the input", async () => {
    const result = await previewWith(`patched("launch/native/translate", "toClassic", ${bug});`);
    expect(result.exitCode).toBe(1);
    expect(shown(result)).toContain("reading the resource (TypeError)");
    expect(shown(result)).not.toContain(SECRET);
  });
});

// Last of all: from here on the stack is there.
describe("an instance that is there", () => {
  it("is told as not judged, and stops nothing", async () => {
    expect((await project.up({ policyPack: null })).exitCode).toBe(0);
    const result = await previewWith(FAULTS[0]?.[1] ?? "");
    expect(result.exitCode).toBe(0);
    expect(
      result.findings
        .filter(({ message }) => message.includes("was not judged"))
        .map(({ policy, level, resource }) => [policy, level, resource.name]),
    ).toEqual([["ways-in", "advisory", "web"]]);
  });
});
