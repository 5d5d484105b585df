import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createProject, repository, type EngineProject } from "../support/engine";

/** One finding as `expected-findings.json` of an example lists it. */
interface ExpectedFinding {
  readonly policy: string;
  readonly level: string;
  readonly resource: { readonly type: string; readonly name: string };
  /** The line of the user data that the message has to name. */
  readonly line?: number;
}

const folder = join(repository, "examples");
const examples = readdirSync(folder, { withFileTypes: true })
  .filter(
    (entry) =>
      entry.isDirectory() && readdirSync(join(folder, entry.name)).includes("expected-findings.json"),
  )
  .map(({ name }) => name);

const expectedOf = (name: string): readonly ExpectedFinding[] =>
  JSON.parse(
    readFileSync(join(folder, name, "expected-findings.json"), "utf8"),
  ) as readonly ExpectedFinding[];

const order = (finding: ExpectedFinding): string =>
  `${finding.policy} ${finding.resource.type} ${finding.resource.name}`;

describe.each(examples)("examples/%s", (name) => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await createProject({
      program: { folder: join(folder, name) },
      config: { "aws:region": "us-east-1" },
    });
  });
  afterAll(() => project.cleanup());

  it("shows just the findings that it is there to show", async () => {
    const { findings, errors, exitCode } = await project.preview();
    const expected = expectedOf(name);
    const shown = findings.map(({ policy, level, resource, message }) => {
      const line = /user data,(?: part \d+(?: \([^)]*\))?,)? line (\d+)/u.exec(message)?.[1];
      return { policy, level, resource, ...(line !== undefined && { line: Number(line) }) };
    });
    const sorted = (list: readonly ExpectedFinding[]): readonly ExpectedFinding[] =>
      [...list].sort((a, b) => order(a).localeCompare(order(b)));
    expect(sorted(shown)).toEqual(sorted(expected));
    const stopped = expected.some(({ level }) => level === "mandatory");
    expect({ stopped: exitCode !== 0, errors }).toEqual({
      stopped,
      errors: stopped ? [expect.stringContaining("preview failed") as unknown] : [],
    });
  });

  it("prints no finding twice", async () => {
    const { findings } = await project.preview();
    const texts = findings.map(({ policy, urn, message }) => `${policy} ${urn} ${message}`);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

it("has the examples that the README speaks of", () => {
  expect(examples).toEqual(expect.arrayContaining(["auto-scaling", "healthy", "locked-out"]));
});
