import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const lockModule = JSON.stringify(pathToFileURL(join(__dirname, "..", "..", "scripts", "lock.mjs")).href);

/**
 * A process that writes "in", waits, and writes "out" while it holds the lock. The first to hold it keeps it until as many
 * as told wait for it.
 */
function holder(folder: string, others: number): Promise<string> {
  const source = `
    import { appendFileSync, readFileSync } from "node:fs";
    import { withLock } from ${lockModule};
    const note = (word) => appendFileSync("log", word + " ");
    const waiting = () => {
      process.stdout.write("waited ");
      appendFileSync("waiting", ".");
    };
    appendFileSync("waiting", "");
    await withLock("lock", waiting, async () => {
      const isFirst = !readFileSync("log", { encoding: "utf8", flag: "a+" }).includes("out");
      note("in");
      while (isFirst && readFileSync("waiting", "utf8").length < ${others})
        await new Promise((done) => setTimeout(done, 20));
      note("out");
    });
  `;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--input-type=module", "--eval", source], { cwd: folder });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", () => resolve(output));
  });
}

describe("the lock between processes", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-lock-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("lets one in at a time, tells the others once, and leaves no file", async () => {
    const said = await Promise.all([holder(folder, 2), holder(folder, 2), holder(folder, 2)]);
    expect(readFileSync(join(folder, "log"), "utf8")).toBe("in out in out in out ");
    expect(said.sort()).toEqual(["", "waited ", "waited "]);
    expect(readdirSync(folder).sort()).toEqual(["log", "waiting"]);
  });

  it("takes over the lock of a process that died", async () => {
    const dead = spawn(process.execPath, ["--eval", ""]);
    await new Promise((done) => dead.once("close", done));
    writeFileSync(join(folder, "lock"), String(dead.pid));
    expect(await holder(folder, 0)).toBe("");
    expect(readFileSync(join(folder, "log"), "utf8")).toBe("in out ");
  });
});
