import { delimiter, join } from "node:path";
import { WAYS } from "../../policies/access/way";
import { classicType } from "../../policies/launch/native/table";
import { createProject, pulumiCli, repository, type EngineProject } from "../support/engine";
import type { EngineFinding } from "../support/engine-events";
import {
  healthy,
  infrastructureOf,
  lockedOut,
  lockedOutByIds,
  networks,
  resources,
  rights,
  silentGroup,
  type TwoPrograms,
} from "../support/stacks/two-providers";

type Provider = keyof TwoPrograms;

interface Findings {
  readonly classic: readonly EngineFinding[];
  readonly native: readonly EngineFinding[];
}

const policyConfig = { all: "advisory", "ways-in": { show: true } };

let path: string;
beforeAll(() => {
  const { env } = pulumiCli({ home: "", backend: "", passphrase: "" });
  path = [join(repository, "test/support/providers/aws-native/bin"), env.PATH].join(delimiter);
});

const projectOf = (program: string): Promise<EngineProject> =>
  createProject({
    program,
    config: { "aws:region": "us-east-1", "aws-native:region": "us-east-1" },
    policyConfig,
    env: { PATH: path },
  });

async function findingsIn(project: EngineProject): Promise<readonly EngineFinding[]> {
  const { exitCode, findings, errors } = await project.preview();
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: [] });
  return findings;
}

async function previewed(program: string): Promise<readonly EngineFinding[]> {
  const project = await projectOf(program);
  try {
    return await findingsIn(project);
  } finally {
    project.cleanup();
  }
}

/** The findings on launches whose surroundings are deployed already, and named by their ids. */
async function previewedByIds(provider: Provider): Promise<readonly EngineFinding[]> {
  const project = await projectOf(infrastructureOf(provider));
  try {
    const { exitCode, stderr } = await project.up({ policyPack: null });
    if (exitCode !== 0) throw new Error(stderr);
    const { stdout } = await project.pulumi(["stack", "output", "references", "--json"]);
    project.write("index.ts", lockedOutByIds(provider, JSON.parse(stdout) as Record<string, unknown>));
    return await findingsIn(project);
  } finally {
    project.cleanup();
  }
}

/** A message as it is with the classic provider; places name a type without its module's file. */
const inClassic = (message: string): string =>
  message.replace(/aws-native:\w+:\w+/gu, (type) => classicType(type).replace(/\/\w+/u, ""));

/** A finding as text, its resource by the classic provider's type. */
const told = ({ policy, level, severity, resource, message }: EngineFinding): string =>
  [policy, level, severity, classicType(resource.type), resource.name, inClassic(message)].join(" | ");

const sorted = (findings: readonly EngineFinding[]): readonly string[] => findings.map(told).sort();

const namesOf = (findings: readonly EngineFinding[], policy: string): readonly string[] =>
  findings
    .filter((finding) => finding.policy === policy)
    .map(({ resource }) => resource.name)
    .sort();

/** A letter for each way in, in the order of WAYS: open, closed or unknown. */
const statesOf = (findings: readonly EngineFinding[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    findings
      .filter(({ policy }) => policy === "ways-in")
      .map(({ resource, message }) => [
        resource.name,
        WAYS.map((way) => new RegExp(`${way}=([ocu])`, "u").exec(message)?.[1] ?? "?").join(""),
      ]),
  );

interface Expected {
  /** In the order of WAYS: ssh, instance-connect, session-manager, serial-console, offline-repair. */
  readonly ways: Readonly<Record<string, string>>;
  readonly shut: readonly string[];
  /** Findings that must be among them: policy, and the type and name of the resource. */
  readonly tells?: readonly string[];
}

const LOCKED_OUT: Expected = {
  ways: {
    web: "ccoco",
    shut: "cccco",
    bare: "cccco",
    isolated: "uucco",
    text: "oocco",
    workers: "ccccc",
    mixed: "ccccc",
    old: "ccccc",
  },
  shut: ["bare", "mixed", "old", "shut", "workers"],
};

// A VPC that is there already may have endpoints that nobody sees.
const LOCKED_OUT_BY_IDS: Expected = { ...LOCKED_OUT, ways: { ...LOCKED_OUT.ways, isolated: "uuuco" } };

const STACKS: readonly (readonly [
  string,
  (provider: Provider) => Promise<readonly EngineFinding[]>,
  Expected,
])[] = [
  [
    "a stack that lets people in",
    (provider) => previewed(healthy[provider]),
    {
      ways: {
        web: "oooco",
        "by-rules": "oooco",
        "key-only": "oocco",
        "managed-only": "ccoco",
        workers: "ooocc",
      },
      shut: [],
    },
  ],
  ["a stack that locks people out", (provider) => previewed(lockedOut[provider]), LOCKED_OUT],
  ["the same by the ids of what is there already", previewedByIds, LOCKED_OUT_BY_IDS],
  [
    "roles with their rights in every form",
    (provider) => previewed(rights[provider]),
    {
      ways: {
        inline: "ccoco",
        "by-policy": "ccoco",
        attached: "ccoco",
        named: "ccoco",
        denied: "cccco",
        distrusted: "cccco",
        bound: "cccco",
      },
      shut: ["bound", "denied", "distrusted"],
    },
  ],
  [
    "private subnets, endpoints, addresses and network ACLs",
    (provider) => previewed(networks[provider]),
    {
      ways: {
        "by-endpoint": "oocco",
        "by-nat": "ccoco",
        "with-address": "oocco",
        "behind-acl": "uucco",
        members: "ccccc",
      },
      // Members that ECS runs its tasks on are judged where somebody gives them a key.
      shut: ["members"],
    },
  ],
  [
    "resources that rules look at one by one",
    (provider) => previewed(resources[provider]),
    {
      ways: {
        terminated: "oocco",
        "without-metadata": "cccco",
        // Whether a second layer of base64 is taken off depends on the version of cloud-init.
        twice: "uucco",
        "left-alone": "oocco",
        // A template that nobody launches from is shown, and is no verdict.
        template: "cccco",
      },
      shut: ["without-metadata"],
      tells: [
        "key-material-unusable: aws-native:ec2:KeyPair path",
        "metadata-service-off: aws-native:ec2:Instance without-metadata",
        "modify-instance-attribute-open: aws-native:iam:GroupPolicy operators",
        "modify-instance-attribute-open: aws-native:iam:ManagedPolicy operators",
        "modify-instance-attribute-open: aws-native:iam:Role operators",
        "serial-console-grant: aws-native:iam:UserPolicy operator",
        "session-run-as-user: aws-native:ssm:Document sessions",
        "shutdown-terminates: aws-native:ec2:Instance terminated",
        "user-data-ignored: aws-native:ec2:Instance left-alone",
        "user-data-ignored: aws-native:ec2:LaunchTemplate template",
        "user-data-invalid: aws-native:ec2:Instance twice",
      ],
    },
  ],
];

describe.each(STACKS)("%s", (_, findingsOf, expected) => {
  let findings: Findings;

  beforeAll(async () => {
    findings = { classic: await findingsOf("classic"), native: await findingsOf("native") };
  });

  it("has the same findings in aws and in aws-native", () => {
    expect(sorted(findings.native)).toEqual(sorted(findings.classic));
  });

  it("has its findings at the resources that are written", () => {
    const prefixes = (of: readonly EngineFinding[]): ReadonlySet<string> =>
      new Set(of.map(({ resource }) => resource.type.split(":")[0] ?? ""));
    expect([prefixes(findings.classic), prefixes(findings.native)]).toEqual([
      new Set(["aws"]),
      new Set(["aws-native"]),
    ]);
  });

  it("has the ways in that it should have", () => {
    expect(statesOf(findings.native)).toEqual(expected.ways);
    expect(namesOf(findings.native, "no-way-in")).toEqual(expected.shut);
  });

  const { tells } = expected;
  if (tells === undefined) return;
  it("is told of by the rules that it is made for", () => {
    const told = findings.native.map(
      ({ policy, resource }) => `${policy}: ${resource.type} ${resource.name}`,
    );
    expect(told).toEqual(expect.arrayContaining([...tells]));
  });
});

test("a security group that says nothing of what goes out lets all of it out with aws-native, and nothing with aws, which takes EC2's own rule away", async () => {
  const classic = await previewed(silentGroup.classic);
  const native = await previewed(silentGroup.native);
  expect([statesOf(classic), statesOf(native)]).toEqual([{ web: "cccco" }, { web: "ccoco" }]);
  expect([namesOf(classic, "no-way-in"), namesOf(native, "no-way-in")]).toEqual([["web"], []]);
});
