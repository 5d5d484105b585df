import { tmpdir } from "node:os";
import { type CommandOptions, runCommand } from "./engine-command";

const options: CommandOptions = { cwd: tmpdir(), env: process.env, timeoutMs: 600_000 };
const node = (source: string, timeoutMs = options.timeoutMs): ReturnType<typeof runCommand> =>
  runCommand(process.execPath, ["--eval", source], { ...options, timeoutMs });

describe("runCommand", () => {
  it("collects both streams and the exit code", async () => {
    const source = 'process.stdout.write("out ä"); process.stderr.write("err"); process.exitCode = 3';
    expect(await node(source)).toEqual({ exitCode: 3, stdout: "out ä", stderr: "err" });
  });

  it("answers with -1 for a command that a signal ended", async () => {
    expect(await node('process.kill(process.pid, "SIGKILL")')).toMatchObject({ exitCode: -1 });
  });

  it("rejects a command that does not exist", async () => {
    await expect(runCommand("/no/such/command", [], options)).rejects.toThrow("ENOENT");
  });

  it("stops a command that takes too long and says what it printed until then", async () => {
    const source = 'process.stdout.write("half way"); setInterval(() => {}, 1000)';
    await expect(node(source, 1_500)).rejects.toThrow(/no end after 1500 ms\nhalf way/);
  });
});
