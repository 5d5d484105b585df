import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: string | Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions?: Readonly<Record<string, string>>; readonly steps: readonly Step[] }
    >
  >;
}

const folder = join(__dirname, "..", "..", ".github", "workflows");
const workflows = readdirSync(folder).map(
  (name) => [name, readFileSync(join(folder, name), "utf8")] as const,
);

it("there are workflows to look at", () => expect(workflows.length).toBeGreaterThan(0));

describe.each(workflows)("%s", (_, text) => {
  const workflow = parse(text) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it("names each action by a digest, with the release that it is of", () => {
    const named = text.split("\n").filter((line) => line.includes("uses:"));
    expect(named).toHaveLength(steps.filter(({ uses }) => uses !== undefined).length);
    for (const line of named) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u);
  });

  it("gives nothing to all jobs, and to each no more than to read the repository", () => {
    expect(workflow.permissions).toEqual({});
    for (const { permissions } of Object.values(workflow.jobs))
      expect(permissions).toEqual({ contents: "read" });
  });

  it("leaves no credentials in the checkout", () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(0);
    for (const checkout of checkouts) expect(checkout.with).toMatchObject({ "persist-credentials": false });
  });

  it("runs the code of a pull request without the repository's rights, and hands it no secret", () => {
    expect(Object.keys(typeof workflow.on === "string" ? { [workflow.on]: {} } : workflow.on)).toEqual([
      "pull_request",
    ]);
    expect(text).not.toMatch(/\$\{\{[^}]*(?:secrets|github\.token)/u);
  });

  it("keeps no stream of Pulumi's", () => {
    expect(text).not.toMatch(/upload-artifact/u);
    const commands = text
      .split("\n")
      .filter((line) => !line.trim().startsWith("#"))
      .join("\n");
    expect(commands).not.toMatch(/--event-log|--json|--save-plan|PULUMI_DEBUG/u);
  });
});
