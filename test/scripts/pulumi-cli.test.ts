import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const scripts = join(__dirname, "..", "..", "scripts");
const { version } = JSON.parse(
  readFileSync(join(scripts, "..", "node_modules", "pulumi", "package.json"), "utf8"),
) as { readonly version: string };

/** Takes the place of the network. */
const closedNetwork = 'data:text/javascript,globalThis.fetch = () => Promise.reject(new Error("closed"))';

describe("ensurePulumi", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "latchkey-cli-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const executable = (path: string, script: string): void => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  };

  /** Only the commands made by `executable` under bin/, and sh and node, exist for the script. */
  const ensure = (): { readonly status: number | null; readonly stdout: string; readonly stderr: string } => {
    const source = `
      import { ensurePulumi } from ${JSON.stringify(pathToFileURL(join(scripts, "pulumi-cli.mjs")).href)};
      process.stdout.write(JSON.stringify(await ensurePulumi()));
    `;
    return spawnSync(process.execPath, ["--import", closedNetwork, "--input-type=module", "--eval", source], {
      encoding: "utf8",
      env: { PATH: join(root, "bin"), PULUMI_HOME: join(root, "own"), XDG_CACHE_HOME: join(root, "cache") },
    });
  };

  const cached = (): string => join(root, "cache", "latchkey", "pulumi-home");
  const cachedBin = (): string => join(cached(), "versions", version, "bin");

  it("takes the launcher's download in the user's own home and makes no cache", () => {
    executable(`own/versions/${version}/bin/pulumi`, "");
    const bin = join(root, "own", "versions", version, "bin");
    expect(JSON.parse(ensure().stdout)).toEqual({
      home: join(root, "own"),
      binDir: bin,
      bin: join(bin, "pulumi"),
      builtHere: false,
    });
    expect(readdirSync(root)).toEqual(["own"]);
  });

  it("takes the user's installed CLI when it has that version", () => {
    executable("own/bin/pulumi", `echo v${version}`);
    expect(JSON.parse(ensure().stdout)).toMatchObject({ binDir: join(root, "own", "bin"), builtHere: false });
  });

  it("passes over the user's installed CLI of another version", () => {
    executable("own/bin/pulumi", "echo v3.1.0");
    executable(`cache/latchkey/pulumi-home/versions/${version}/bin/pulumi`, "");
    expect(JSON.parse(ensure().stdout)).toMatchObject({ home: cached() });
  });

  it("says what to install where the download is closed and there is no go", () => {
    const { status, stdout, stderr } = ensure();
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(new RegExp(`install the Pulumi CLI ${version.replaceAll(".", "\\.")} .*or Go`));
  });

  it("leaves nothing half made when the compiler fails", () => {
    executable("bin/go", '[ "$1" = build ] && { echo "out of memory" >&2; exit 1; }; exit 0');
    const { status, stderr } = ensure();
    expect(status).toBe(1);
    expect(stderr).toContain("go build failed (out of memory)");
    expect(readdirSync(join(cached(), "versions"))).toEqual([]);
  });

  describe("compiling", () => {
    // A stand-in compiler: what is tested is what happens around the minutes of the real one.
    const compiler = `
      [ "$1" = build ] || exit 0
      while [ "$1" != -o ]; do shift; done
      echo '#!/bin/sh' > "$2"; /bin/chmod +x "$2"`;

    it("puts the result and the language host in the cache, once, after the remains of a crash", () => {
      executable("bin/go", compiler);
      executable("cache/latchkey/pulumi-home/versions/.staging-99999999/made/bin/pulumi", "half");
      const first = ensure();
      expect(JSON.parse(first.stdout)).toEqual({
        home: cached(),
        binDir: cachedBin(),
        bin: join(cachedBin(), "pulumi"),
        builtHere: true,
      });
      expect(first.stderr).toContain(`compiling the Pulumi CLI ${version}`);
      expect(readdirSync(join(cached(), "versions"))).toEqual([version]);
      expect(readdirSync(cachedBin()).sort()).toEqual([
        "language-host.mjs",
        "pulumi",
        "pulumi-language-nodejs",
      ]);
      const second = ensure();
      expect({ ...second, stdout: JSON.parse(second.stdout) }).toMatchObject({
        stderr: "",
        stdout: JSON.parse(first.stdout) as object,
      });
    });

    it("brings an older language host in the cache up to date", () => {
      executable("bin/go", compiler);
      ensure();
      const host = join(cachedBin(), "language-host.mjs");
      const current = readFileSync(host, "utf8");
      writeFileSync(host, "older");
      ensure();
      expect(readFileSync(host, "utf8")).toBe(current);
    });
  });
});
