import { existsSync } from "node:fs";
import { join } from "node:path";
import { createProject, type EngineProject } from "../support/engine";

const program = `
  import * as pulumi from "@pulumi/pulumi";
  class Box extends pulumi.ComponentResource {
    constructor(name: string, args: { size: number }) {
      super("tiny:index:Box", name, args);
    }
  }
  new Box("small::box", { size: new pulumi.Config().requireNumber("size") });
  export const size = new pulumi.Config().get("size");
`;

const pack = {
  "pack/PulumiPolicy.yaml": "runtime: nodejs\n",
  "pack/package.json": JSON.stringify({ name: "tiny-pack", version: "1.2.3", main: "index.js" }),
  "pack/index.js": `
    const { PolicyPack } = require("@pulumi/policy");
    // unbash is published as an ES module only: a compiled pack must be able to require it in every supported Node.
    const { parse } = require("unbash");
    new PolicyPack("tiny-pack", {
      policies: [
        {
          name: "big-enough",
          description: "Boxes are big.",
          enforcementLevel: "advisory",
          severity: "high",
          configSchema: { properties: { least: { type: "number", default: 5 } } },
          validateResource(args, reportViolation) {
            const { least } = args.getConfig();
            if (args.type !== "tiny:index:Box" || args.props.size >= least) return;
            reportViolation(parse("exit 1").type + ": " + args.props.size + " is below " + least);
          },
        },
        {
          name: "no-giant",
          description: "No giants.",
          enforcementLevel: "mandatory",
          validateResource(args, reportViolation) {
            if (args.props.size === 99) throw new Error("cannot think about giants");
            if (args.props.size > 50) reportViolation("too big");
          },
        },
      ],
    });
  `,
};

const project = async (size: string): Promise<EngineProject> =>
  createProject({ program, files: pack, policyPack: "pack", config: { "engine-test:size": size } });

describe("the engine harness", () => {
  let small: EngineProject;

  beforeAll(async () => {
    small = await project("3");
  });
  afterAll(() => small.cleanup());

  const finding = {
    policy: "big-enough",
    level: "advisory",
    severity: "high",
    urn: "urn:pulumi:dev::engine-test::tiny:index:Box::small::box",
    resource: { type: "tiny:index:Box", name: "small::box" },
    message: "Boxes are big.\nScript: 3 is below 5",
  };

  it("reads the findings of a preview and leaves its text as people see it", async () => {
    const result = await small.preview();
    expect(result).toMatchObject({ exitCode: 0, findings: [finding], errors: [] });
    expect(result.stdout).toContain(
      "- [advisory] [severity: high]  big-enough  (tiny:index:Box: small::box)",
    );
  });

  it("hands the policy's configuration to the pack", async () => {
    const result = await small.preview({ policyConfig: { "big-enough": { least: 2 } } });
    expect(result).toMatchObject({ exitCode: 0, findings: [] });
  });

  it("runs no pack when told so", async () => {
    const result = await small.preview({ policyPack: null });
    expect(result.stdout).not.toContain("Policies:");
    expect(result).toMatchObject({ exitCode: 0, findings: [] });
  });

  it("deploys, reads the state back, analyses it and destroys it", async () => {
    expect(await small.up()).toMatchObject({ exitCode: 0, findings: [finding] });
    expect(await small.state()).toMatchObject({
      deployment: {
        resources: [{ outputs: { size: "3" } }, { type: "tiny:index:Box", inputs: { size: 3 } }],
      },
    });
    expect(await small.policyAnalyze()).toMatchObject({ exitCode: 0, findings: [finding] });
    expect(await small.destroy()).toMatchObject({ exitCode: 0 });
    expect(await small.state()).not.toHaveProperty("deployment.resources");
  });

  it("tells a mandatory violation by level, exit code and the engine's error", async () => {
    const big = await project("51");
    try {
      const result = await big.preview();
      expect(result.exitCode).not.toBe(0);
      expect(result.errors).toEqual(["preview failed"]);
      expect(result.findings).toMatchObject([
        { policy: "no-giant", level: "mandatory", severity: undefined },
      ]);
    } finally {
      big.cleanup();
    }
  });

  it("shows the message of an error that a policy throws", async () => {
    const giant = await project("99");
    try {
      const result = await giant.preview();
      expect(result.exitCode).not.toBe(0);
      expect(result.errors.join("\n")).toContain("cannot think about giants");
      expect(result.findings).toEqual([]);
    } finally {
      giant.cleanup();
    }
  });

  it("shows the message of an error that the program throws", async () => {
    const broken = await createProject({ program: 'throw new Error("out of boxes")', policyPack: null });
    try {
      const result = await broken.preview();
      expect(result.exitCode).not.toBe(0);
      expect(result.errors.join("\n")).toContain("out of boxes");
    } finally {
      broken.cleanup();
    }
  });

  it("stops a command at its time limit", async () => {
    const endless = await createProject({ program: "while (true) {}", policyPack: null });
    try {
      await expect(endless.preview({ timeoutMs: 4_000 })).rejects.toThrow("no end after 4000 ms");
    } finally {
      endless.cleanup();
    }
  });

  it("leaves nothing behind", async () => {
    const gone = await createProject({ program: "", policyPack: null });
    expect(existsSync(join(gone.folder, "Pulumi.yaml"))).toBe(true);
    gone.cleanup();
    expect(existsSync(gone.folder)).toBe(false);
  });

  it("reads the schema of a component provider written in TypeScript", async () => {
    const provider = await createProject({
      program: "",
      policyPack: null,
      files: {
        "provider/PulumiPlugin.yaml": "runtime: nodejs\n",
        "provider/package.json": JSON.stringify({
          name: "tiny-provider",
          version: "0.1.0",
          main: "index.ts",
        }),
        "provider/tsconfig.json": JSON.stringify({ compilerOptions: { strict: true, types: ["node"] } }),
        "provider/index.ts": `
          import * as pulumi from "@pulumi/pulumi";
          export interface BoxArgs {
            /** How big. */
            size: pulumi.Input<number>;
          }
          export class Box extends pulumi.ComponentResource {
            constructor(name: string, args: BoxArgs, opts?: pulumi.ComponentResourceOptions) {
              super("tiny-provider:index:Box", name, args, opts);
            }
          }
        `,
      },
    });
    try {
      const result = await provider.pulumi(["package", "get-schema", "./provider"]);
      expect(result).toMatchObject({ exitCode: 0 });
      expect(JSON.parse(result.stdout)).toMatchObject({
        name: "tiny-provider",
        resources: { "tiny-provider:index:Box": { requiredInputs: ["size"] } },
      });
    } finally {
      provider.cleanup();
    }
  });
});
