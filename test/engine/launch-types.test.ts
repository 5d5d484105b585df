import { WAYS } from "../../policies/access/way";
import { createProject } from "../support/engine";
import type { EngineFinding } from "../support/engine-events";
import { launchTypes } from "../support/stacks/launch-types";

/** Letters in the order of WAYS (ssh, instance-connect, session-manager, serial-console, offline-repair), and why. */
const EXPECTED: Readonly<Record<string, readonly [states: string, why: string]>> = {
  "spot-fleet": [
    "ooocc",
    "has all an instance has, but no password, and a spot instance of a fleet cannot be stopped",
  ],
  "spot-fleet-shut": ["ccccc", "has no account, no port, no rights and no stop"],
  fleet: [
    "ooocu",
    "has all of its template, in the subnet of its override; whether a fleet replaces what is stopped is not documented",
  ],
  "fleet-shut": ["ccccu", "has neither a key nor a port nor a role"],
  nodes: [
    "ouucc",
    "has its port opened by EKS and the key in Amazon Linux; what its image has of Instance Connect, and what the cluster's group lets out, is not seen",
  ],
  "nodes-left-alone": ["cucuc", "has no key, and a role for nodes alone; what EKS puts on it is not seen"],
  batch: [
    "ucouc",
    "is on one of two images, so that its account is not known; both have the agent and neither has Instance Connect",
  ],
  "batch-left-alone": ["cccuc", "has no key, no port and no rights; Batch picks the type"],
  emr: [
    "uuucc",
    "has its key, but EMR says neither its image's packages nor whether it asks for a public address",
  ],
  "emr-left-alone": ["cuccc", "has no key and no rights; EMR adds rules to its groups"],
  beanstalk: ["uuuuc", "runs what its application brings"],
  "beanstalk-left-alone": ["uucuc", "has no rights for the agent; an application may bring a key"],
};

/** What people made and cannot enter. Whatever a service runs by itself, without a key of theirs, is its own. */
const REPORTED: Readonly<Record<string, readonly string[]>> = {
  "spot-fleet-shut": [
    "login-shut",
    "login-user-removed",
    "no-way-in",
    "repair-blocked",
    "session-manager-closed",
  ],
  "fleet-shut": ["key-pair-missing", "no-way-in", "session-manager-closed"],
};

describe("every type of launch, with what people need and without", () => {
  let findings: readonly EngineFinding[];

  beforeAll(async () => {
    const project = await createProject({
      program: launchTypes,
      config: { "aws:region": "us-east-1" },
      policyConfig: { all: "advisory", "ways-in": { show: true } },
    });
    try {
      const preview = await project.preview();
      expect({ exitCode: preview.exitCode, errors: preview.errors }).toEqual({ exitCode: 0, errors: [] });
      findings = preview.findings;
    } finally {
      project.cleanup();
    }
  });

  const statesOf = (launch: string): string => {
    const shown = findings.find(({ policy, resource }) => policy === "ways-in" && resource.name === launch);
    return WAYS.map((way) => new RegExp(`${way}=([ocu])`, "u").exec(shown?.message ?? "")?.[1] ?? "?").join(
      "",
    );
  };

  test.each(Object.entries(EXPECTED).map(([launch, [states, why]]) => [launch, why, states] as const))(
    "%s %s",
    (launch, _, states) => {
      expect(statesOf(launch)).toBe(states);
    },
  );

  it("reports what people made and cannot enter, and nothing that a service fills in itself", () => {
    const reported = findings.filter(({ policy }) => policy !== "ways-in");
    const names = new Set(reported.map(({ resource }) => resource.name));
    expect(
      Object.fromEntries(
        [...names].map((name) => [
          name,
          reported
            .filter(({ resource }) => resource.name === name)
            .map(({ policy }) => policy)
            .sort(),
        ]),
      ),
    ).toEqual(REPORTED);
  });
});
