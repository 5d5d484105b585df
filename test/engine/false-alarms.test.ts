import { join } from "node:path";
import { createProject, repository, type EngineProject, type EngineResult } from "../support/engine";

const projectOf = (program: string): Promise<EngineProject> =>
  createProject({
    program: { folder: join(repository, "test/engine/programs", program) },
    config: { "aws:region": "us-east-1" },
    policyConfig: { "ways-in": { show: true } },
  });

const told = ({ findings }: EngineResult, ...policies: readonly string[]): readonly string[] =>
  findings
    .filter(({ policy }) => policies.includes(policy))
    .map(({ policy, level, resource }) => `${resource.name}: ${policy} (${level})`)
    .sort();

const verdicts = (result: EngineResult) => told(result, "no-way-in", "login-shut");

const judged = ({ findings }: EngineResult): readonly string[] =>
  [
    ...new Set(findings.filter(({ policy }) => policy === "ways-in").map(({ resource }) => resource.name)),
  ].sort();

const ENTERED = [
  "batch",
  "ecs",
  "eks",
  "eks-self-managed",
  "instance-connect",
  "key-by-peering",
  "key-by-transit-gateway",
  "key-by-vpn",
  "key-in-a-network-of-others",
  "key-on-another-port",
  "mesh",
  "ssm-by-endpoints",
  "ssm-by-nat",
  "ssm-by-profile-of-others",
  "ssm-by-proxy",
  "used-by-nobody",
  "windows",
];

describe("launches that somebody enters", () => {
  let result: EngineResult;
  beforeAll(async () => {
    const project = await projectOf("entered-otherwise");
    try {
      result = await project.preview();
    } finally {
      project.cleanup();
    }
  });

  it("are all judged, and no verdict stops one", () => {
    expect(judged(result)).toEqual(ENTERED);
    expect(verdicts(result)).toEqual([]);
    expect(result).toMatchObject({ exitCode: 0, errors: [] });
  });

  it("are not asked for a key pair", () => {
    expect(told(result, "key-pair-missing")).toEqual([]);
  });

  it("are not called unreachable, nor past repair", () => {
    expect(told(result, "ssh-unreachable", "repair-blocked")).toEqual([]);
  });
});

describe("launches that nobody enters", () => {
  let project: EngineProject;
  beforeAll(async () => {
    project = await projectOf("locked-out");
  });
  afterAll(() => project.cleanup());

  it("are stopped, one and all", async () => {
    const result = await project.preview();
    expect(result.exitCode).toBe(1);
    expect(verdicts(result)).toEqual([
      "account-refused: login-shut (mandatory)",
      "account-refused: no-way-in (mandatory)",
      "account-removed: login-shut (mandatory)",
      "account-removed: no-way-in (mandatory)",
      "agent-switched-off: no-way-in (mandatory)",
      "endpoint-missing: no-way-in (mandatory)",
      "group-without-22: no-way-in (mandatory)",
      "group-without-egress: no-way-in (mandatory)",
      "group: no-way-in (mandatory)",
      "key-missing: no-way-in (mandatory)",
      "key-that-no-network-leads-to: no-way-in (mandatory)",
      "network-without-a-way-out: no-way-in (mandatory)",
      "port-moved: no-way-in (mandatory)",
      "role-of-another-service: no-way-in (mandatory)",
      "role-without-rights: no-way-in (mandatory)",
    ]);
  });

  it("are left alone once they are there, but for what launches anew", async () => {
    const { exitCode, stderr } = await project.up({ policyPack: null });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(verdicts(await project.preview())).toEqual(["group: no-way-in (mandatory)"]);
  });
});
