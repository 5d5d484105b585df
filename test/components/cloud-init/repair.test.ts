import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  repairConfiguration,
  repairProgram,
  repairScript,
  type RepairOptions,
} from "../../../components/cloud-init/repair";
import { rescueUserData } from "../../../components/cloud-init/rescue";
import { repository } from "../../support/engine";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR bob's   key";
const options: RepairOptions = {
  loginUser: "ubuntu",
  keyPair: true,
  publicKeys: [KEY],
  users: [{ name: "deploy", groups: ["docker", "adm"], sudo: true }],
  recoveryUser: { passwordHash: `$6$abcdefgh$${"a".repeat(86)}` },
  repair: { sshd: false, disk: false, modes: true },
};

it("writes the configuration as the program reads it", () => {
  expect(repairConfiguration(options)).toBe(
    [
      "version='1'",
      "off='sshd disk'",
      "account='ubuntu'",
      "sudo='ALL=(ALL) NOPASSWD:ALL'",
      "key_pair='yes'",
      "key='ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR bobs key'",
      "account='deploy'",
      "shell='/bin/bash'",
      "groups='docker adm'",
      "sudo='ALL=(ALL) NOPASSWD:ALL'",
      "account='recovery'",
      "shell='/bin/bash'",
      "sudo='ALL=(ALL:ALL) ALL'",
      `hash='$6$abcdefgh$${"a".repeat(86)}'`,
      "",
    ].join("\n"),
  );
});

/** What the shell itself reads of a program: comments and layout are gone from it. */
function asRead(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-shell-"));
  try {
    const file = join(folder, "program");
    writeFileSync(file, program);
    return (
      execFileSync("bash", ["--pretty-print", file], { encoding: "utf8" })
        .split("\n")
        // Indentation within quotes is printed as it stands.
        .map((line) => line.trimStart())
        .filter((line) => !/^(?:#.*)?$/u.test(line))
        .join("\n")
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it("leaves out comments and indentation only: the shell reads the same program", () => {
  const source = readFileSync(join(repository, "components/cloud-init/repair/latchkey-repair.sh"), "utf8");
  expect(asRead(repairProgram())).toBe(asRead(source));
});

it("leaves the Python within it whole, where indentation would count", () => {
  const [, python] = /-ISc '\n([^']+)' "\$at"/u.exec(repairProgram()) ?? [];
  execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], { input: python ?? "(" });
});

describe.each(["dash", "bash", "busybox"])("the boothook under %s", (shell) => {
  const root = mkdtempSync(join(tmpdir(), "latchkey-hook-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("puts program, configuration and units in place, whole and with their modes", () => {
    mkdirSync(join(root, "etc/systemd/system"), { recursive: true });
    const script = repairScript(options)
      .replaceAll("/usr/local/sbin", `${root}/sbin`)
      .replaceAll("/etc/", `${root}/etc/`)
      // Installing it would change this very host.
      .replace(/^.*latchkey-repair install$/mu, "true");
    execFileSync(shell, shell === "busybox" ? ["sh"] : [], { input: script });
    const file = (path: string) => ({
      text: readFileSync(join(root, path), "utf8").replaceAll(root, ""),
      mode: statSync(join(root, path)).mode & 0o777,
    });
    expect(file("etc/latchkey/repair.conf")).toEqual({ text: repairConfiguration(options), mode: 0o600 });
    expect(file("sbin/latchkey-repair").mode).toBe(0o755);
    expect(file("sbin/latchkey-repair").text.split("\n")).toHaveLength(repairProgram().split("\n").length);
    expect(file("etc/systemd/system/latchkey-repair.service").mode).toBe(0o644);
  });
});

describe("rescueUserData", () => {
  const original = "#cloud-config\npackages: [nginx]\n";
  const rescue = rescueUserData({
    ...options,
    original: [{ text: original }],
    instanceId: "i-0123456789abcdef0",
  });

  it("keeps the original, and replaces no list of modules", () => {
    expect(rescue.text).toContain(original);
    expect(rescue.text).not.toMatch(/cloud_final_modules|scripts-user/u);
  });

  it("says in the user data itself how to take it back", () => {
    for (const command of rescue.takeBack) expect(rescue.text).toContain(`#   ${command}\n`);
    expect(rescue.takeBack.join("\n")).toContain("i-0123456789abcdef0");
  });

  it("runs once, unless told to run at every start", () => {
    expect(rescue.text).toMatch(/if \[ -e \/var\/lib\/latchkey\/rescued-[0-9a-f]{16} \]; then exit 0; fi/u);
    expect(rescueUserData({ ...options, everyBoot: true }).text).not.toContain(
      "exit 0; fi\nif [ -f /etc/latchkey",
    );
  });
});
