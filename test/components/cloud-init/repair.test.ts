import { checksum } from "@latchkey/policies/checksum";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  repairConfiguration,
  repairProgram,
  repairScript,
  repairSource,
  type RepairOptions,
} from "../../../components/cloud-init/repair";
import { rescueUserData } from "../../../components/cloud-init/rescue";

const PROGRAM = "usr/local/sbin/latchkey-repair";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR bob's   key";
const options: RepairOptions = {
  loginUser: "ubuntu",
  keyPair: true,
  publicKeys: [KEY],
  users: [{ name: "deploy", groups: ["docker", "adm"], sudo: true }],
  recoveryUser: { passwordHash: `$6$abcdefgh$${"a".repeat(86)}` },
  repair: { sshd: false, disk: false, modes: true },
  keepOpen: true,
};

it("writes the configuration as the program reads it", () => {
  expect(repairConfiguration(options)).toBe(
    [
      "version='1'",
      "off='sshd disk'",
      "keep_open='yes'",
      "account='ubuntu'",
      "sudo='ALL=(ALL) NOPASSWD:ALL'",
      "key_pair='yes'",
      "key='ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR bobs key'",
      "account='deploy'",
      "shell='/bin/bash'",
      "groups='docker adm'",
      "sudo='ALL=(ALL) NOPASSWD:ALL'",
      "account='recovery'",
      "console='yes'",
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
  expect(asRead(repairProgram())).toBe(asRead(repairSource()));
});

it("ends with the checksum of what stands before it", () => {
  const [, text = "", sum] = /^(.*\n)#sum (.*)\n$/su.exec(repairProgram()) ?? [];
  expect(execFileSync("cksum", { input: text, encoding: "utf8" })).toBe(`${sum ?? ""}\n`);
});

it.each(["", "a", "\n", "é\n", "x".repeat(300), `${"long ".repeat(20_000)}\n`])(
  "tells a checksum as cksum does (%#)",
  (text) => {
    expect(execFileSync("cksum", { input: text, encoding: "utf8" })).toBe(`${checksum(text)}\n`);
  },
);

describe.each(["dash", "bash", "busybox"])("the boothook under %s", (shell) => {
  const root = mkdtempSync(join(tmpdir(), "latchkey-hook-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("puts program, configuration and units in place, whole and with their modes", () => {
    mkdirSync(join(root, "etc/systemd/system"), { recursive: true });
    run(repairScript(options));
    expect(file("etc/latchkey/repair.conf")).toEqual({ text: repairConfiguration(options), mode: 0o600 });
    expect(file("usr/local/sbin/latchkey-repair")).toEqual({ text: repairProgram(), mode: 0o755 });
    expect(file("etc/systemd/system/latchkey-repair.service").mode).toBe(0o644);
  });

  it("puts back what was changed", () => {
    writeFileSync(join(root, PROGRAM), repairProgram().slice(0, 8192));
    run(repairScript(options));
    expect(file(PROGRAM)).toEqual({ text: repairProgram(), mode: 0o755 });
  });

  it("keeps what is there where a file cannot be written whole", () => {
    // What stands in for a full disk: of the new files a part arrives, or nothing.
    for (const cut of ["head -c 100 >", "head -c 0 >", "false >"]) {
      run(repairScript({ ...options, loginUser: "admin" }).replaceAll(/^cat >/gmu, cut));
      expect(file("etc/latchkey/repair.conf").text).toBe(repairConfiguration(options));
      expect(file(PROGRAM).text).toBe(repairProgram());
    }
  });

  // Installing it would change this very host, and only the paths that it writes to lie below the folder.
  function run(script: string): void {
    const below = script
      .replace(/^(?:mkdir -p -m|cat >\/).*$/gmu, (line) => line.replaceAll(/(?<=[ >])(?=\/)/gu, root))
      .replace("/etc/systemd/system ];", `${root}/etc/systemd/system ];`)
      .replace(/^.*latchkey-repair install$/mu, "true");
    execFileSync(shell, shell === "busybox" ? ["sh"] : [], { input: below });
  }

  function file(path: string): { readonly text: string; readonly mode: number } {
    return {
      text: readFileSync(join(root, path), "utf8"),
      mode: statSync(join(root, path)).mode & 0o777,
    };
  }
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
    expect(rescue.text).toMatch(
      /if \[ -e \/var\/lib\/cloud\/instance\/sem\/latchkey_rescued_[0-9a-f]{16} \]; then exit 0; fi/u,
    );
    expect(rescueUserData({ ...options, everyBoot: true }).text).not.toContain(
      "exit 0; fi\nif [ -f /etc/latchkey",
    );
  });
});
