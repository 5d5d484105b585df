import { LIVE_WAYS, WAYS, type WayName, type WayState } from "../../policies/access/way";
import { createProject, type EngineProject } from "../support/engine";
import type { EngineFinding } from "../support/engine-events";
import { infrastructureProgram, matrixProgram, type Naming } from "../support/stacks/ways-matrix";

type States = readonly [
  ssh: WayState,
  connect: WayState,
  manager: WayState,
  console: WayState,
  repair: WayState,
];

const o = "open";
const c = "closed";
const u = "unknown";

/** In the order of {@link WAYS}. */
const EXPECTED: Readonly<Record<string, States>> = {
  "all-open": [o, o, o, o, o],
  "group-shut": [c, c, o, o, o],
  "account-removed": [c, c, o, c, o],
  private: [u, u, o, o, o],
  "by-endpoint": [o, o, c, o, o],
  "group-elsewhere": [u, u, u, o, o],
  "no-package": [o, c, c, o, o],
  powerless: [o, o, c, o, o],
  "no-profile": [o, o, c, o, o],
  "profile-elsewhere": [o, o, u, o, o],
  "old-type": [o, o, o, c, o],
  "no-password": [o, o, o, c, o],
  "type-unknown": [o, o, o, u, o],
  "image-unknown": [u, u, u, u, u],
  group: [o, o, o, o, c],
  "all-shut": [c, c, c, c, o],
};

const policyConfig = {
  "ways-in": { show: true },
  "no-way-in": "advisory",
  "login-shut": "advisory",
};

async function deployedReferences(project: EngineProject): Promise<Readonly<Record<string, string>>> {
  const { exitCode, stderr } = await project.up({ policyPack: null });
  if (exitCode !== 0) throw new Error(stderr);
  const { stdout } = await project.pulumi(["stack", "output", "--json"]);
  return (JSON.parse(stdout) as { readonly references: Readonly<Record<string, string>> }).references;
}

async function findingsWith(naming: Naming): Promise<readonly EngineFinding[]> {
  const literal = naming === "literal-ids";
  const project = await createProject({
    program: literal ? infrastructureProgram(naming) : matrixProgram(naming),
    config: { "aws:region": "us-east-1" },
    policyConfig,
  });
  try {
    if (literal) project.write("index.ts", matrixProgram(naming, await deployedReferences(project)));
    const { findings, errors } = await project.preview();
    expect(errors).toEqual([]);
    return findings;
  } finally {
    project.cleanup();
  }
}

function statesOf(findings: readonly EngineFinding[], launch: string): readonly (WayState | undefined)[] {
  const message = findings.find(
    ({ policy, resource }) => policy === "ways-in" && resource.name === launch,
  )?.message;
  return WAYS.map(
    (way) => new RegExp(`${way}=(open|closed|unknown)`, "u").exec(message ?? "")?.[1] as WayState,
  );
}

test("the matrix holds each way in each state", () => {
  const cells = Object.values(EXPECTED).flatMap((states) =>
    states.map((state, at) => `${String(WAYS[at])} ${state}`),
  );
  expect(new Set(cells).size).toBe(WAYS.length * 3);
});

describe.each<Naming>(["autonamed", "unknown-names", "literal-ids"])("ways in, %s", (naming) => {
  let findings: readonly EngineFinding[] = [];

  beforeAll(async () => {
    findings = await findingsWith(naming);
  });

  test.each(Object.entries(EXPECTED))("of %s", (launch, expected) => {
    expect(statesOf(findings, launch)).toEqual(expected);
  });

  test("a verdict is given where every live way is closed, and nowhere else", () => {
    const live: readonly WayName[] = LIVE_WAYS;
    const isShut = (states: States): boolean =>
      WAYS.every((way, at) => !live.includes(way) || states[at] === "closed");
    expect(
      findings.filter(({ policy }) => policy === "no-way-in").map(({ resource }) => resource.name),
    ).toEqual(Object.keys(EXPECTED).filter((launch) => isShut(EXPECTED[launch] ?? [o, o, o, o, o])));
  });
});
