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
        "packages.mjs",
        "pulumi",
        "pulumi-codegen-nodejs",
        "pulumi-codegen-nodejs.go",
        "pulumi-language-nodejs",
      ]);
      const second = ensure();
      expect({ ...second, stdout: JSON.parse(second.stdout) }).toMatchObject({
        stderr: "",
        stdout: JSON.parse(first.stdout) as object,
      });
    });

    it("compiles the code generator alone into a cache that has another or none", () => {
      executable("bin/go", compiler);
      ensure();
      const cli = join(cachedBin(), "pulumi");
      const source = join(cachedBin(), "pulumi-codegen-nodejs.go");
      const current = readFileSync(source, "utf8");
      writeFileSync(cli, "compiled before");
      for (const change of [() => writeFileSync(source, "older"), () => rmSync(source)]) {
        change();
        const { status, stderr } = ensure();
        expect({ status, stderr }).toEqual({
          status: 0,
          stderr: "latchkey: compiling the code generator of `pulumi package add` with go (once)\n",
        });
        expect(readFileSync(source, "utf8")).toBe(current);
      }
      expect(readFileSync(cli, "utf8")).toBe("compiled before");
    });

    it("does without the code generator where there is no go any more, and says so", () => {
      executable("bin/go", compiler);
      ensure();
      rmSync(join(root, "bin", "go"));
      rmSync(join(cachedBin(), "pulumi-codegen-nodejs.go"));
      const { status, stdout, stderr } = ensure();
      expect({ status, cli: JSON.parse(stdout) as unknown }).toMatchObject({
        status: 0,
        cli: { builtHere: true },
      });
      expect(stderr).toContain("`pulumi package add` will not work: there is no go to compile it");
      expect(readdirSync(join(cached(), "versions"))).toEqual([version]);
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
