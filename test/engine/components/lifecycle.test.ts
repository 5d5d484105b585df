import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createProject, repository } from "../../support/engine";

const folder = join(repository, "examples");
const examples = readdirSync(folder).filter((name) => {
  const files = readdirSync(join(folder, name));
  return (
    files.includes("index.ts") &&
    readFileSync(join(folder, name, "index.ts"), "utf8").includes('"@latchkey/components')
  );
});

interface State {
  readonly deployment: { readonly resources?: readonly { readonly type: string }[] };
}

it("has an example for each thing that people come for", () => {
  expect(examples).toEqual([
    "bring-your-own-user-data",
    "private-subnet",
    "recoverable-fleet",
    "recoverable-instance",
    "rescue",
    "serial-console-account",
  ]);
});

it.each(examples)(
  "examples/%s: passes a pack that stops at anything, stays as it is, and goes without a trace",
  async (name) => {
    const project = await createProject({
      program: { folder: join(folder, name) },
      config: { "aws:region": "us-east-1" },
      policyConfig: { all: "mandatory" },
    });
    try {
      const up = await project.up();
      expect({ code: up.exitCode, findings: up.findings, errors: up.errors }).toEqual({
        code: 0,
        findings: [],
        errors: [],
      });

      const again = await project.up({ args: ["--expect-no-changes"] });
      expect({ code: again.exitCode, findings: again.findings, errors: again.errors }).toEqual({
        code: 0,
        findings: [],
        errors: [],
      });

      expect(await project.destroy()).toMatchObject({ exitCode: 0 });
      const { deployment } = (await project.state()) as State;
      expect(deployment.resources ?? []).toEqual([]);
    } finally {
      project.cleanup();
    }
  },
);
