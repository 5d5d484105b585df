import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const lockModule = JSON.stringify(pathToFileURL(join(__dirname, "..", "..", "scripts", "lock.mjs")).href);

/** A process that writes "in", waits, and writes "out" while it holds the lock. */
function holder(folder: string, heldMs: number): Promise<string> {
  const source = `
    import { appendFileSync } from "node:fs";
    import { withLock } from ${lockModule};
    const note = (word) => appendFileSync("log", word + " ");
    await withLock("lock", () => process.stdout.write("waited "), async () => {
      note("in");
      await new Promise((done) => setTimeout(done, ${heldMs}));
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
    const said = await Promise.all([holder(folder, 700), holder(folder, 700), holder(folder, 700)]);
    expect(readFileSync(join(folder, "log"), "utf8")).toBe("in out in out in out ");
    expect(said.sort()).toEqual(["", "waited ", "waited "]);
    expect(readdirSync(folder)).toEqual(["log"]);
  }, 20_000);

  it("takes over the lock of a process that died", async () => {
    const dead = spawn(process.execPath, ["--eval", ""]);
    await new Promise((done) => dead.once("close", done));
    writeFileSync(join(folder, "lock"), String(dead.pid));
    expect(await holder(folder, 0)).toBe("");
    expect(readFileSync(join(folder, "log"), "utf8")).toBe("in out ");
  });
});
