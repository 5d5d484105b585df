import { known, unknown } from "../../../policies/facts/fact";
import { hostLogin } from "../../../policies/boot/login/host-login";
import { predictBoot } from "../../../policies/boot/predict";
import { FOLLOWED } from "../../../policies/boot/work";
import { imageOf, bash, boot, KEY, UBUNTU, verdict } from "./judge";
import fc from "../../support/fast-check";

const UNKNOWN_IMAGE = {
  ...UBUNTU,
  family: "unknown",
  loginUser: unknown("ami"),
  userGroupModes: unknown("ami"),
  agent: unknown("ami"),
} as const;

const SAMPLES = [
  bash(
    "set -e",
    "exec > >(tee /var/log/x) 2>&1",
    "for u in a b; do id $u || useradd -m $u; done",
    "usermod -e 1 ubuntu",
    `echo "${KEY}" >> ~ubuntu/.ssh/authorized_keys`,
  ),
  bash(
    "f() { local u=$1; chmod 777 /home/$u; }",
    'case "$(uname -m)" in x86*) f ubuntu ;; *) f "${U:-x}" ;; esac',
    "cat <<EOF | bash",
    "userdel ubuntu",
    "EOF",
    "while read -r x; do (( n++ )); done < /etc/passwd",
  ),
  `#cloud-config\nusers:\n  - default\n  - name: bob\n    groups: [bob]\n    ssh_authorized_keys: [${KEY}]\nruncmd:\n  - [usermod, -e, 1, ubuntu]\n  - echo x > /etc/ssh/sshd_config\nchpasswd: {list: "ubuntu:x"}\nwrite_files:\n  - {path: /etc/fstab, content: x}\n`,
  'Content-Type: multipart/mixed; boundary="B"\n\n--B\nContent-Type: text/x-shellscript\n\n#!/bin/sh\nuserdel ubuntu\n--B\nContent-Type: text/cloud-config\n\n#cloud-config\nusers: []\n--B--\n',
];

const pieces = fc.constantFrom(
  "$(",
  "`",
  "((",
  "{",
  "}",
  "'",
  '"',
  "\\",
  "$",
  "\n",
  ";",
  "&&",
  "||",
  "|",
  "<<E",
  "<<-'E'",
  "${",
  "[[",
  "]]",
  "if ",
  "fi",
  "for x in ",
  "do ",
  "done",
  "case x in",
  "esac",
  "f() ",
  "\0",
  "\uE000",
  "\uE001*",
  "*",
  "?",
  "[a-z]",
  "~",
  "~ubuntu",
  "/home/ubuntu",
  "chmod 777 ",
  "usermod -e ",
  "- name: ",
  "  ",
  "&a *a",
  "!!binary ",
  "{{ x }}",
  "- [",
  "é🦊",
  "__proto__",
  "constructor",
  "sudo -u ",
  "bash -c ",
  "eval ",
  "trap x EXIT",
  "return",
  "break 3",
  "set -- ",
  "shift 9",
  "exit",
  "<(",
  ">(",
  "> ",
  ">> ",
  "2>&1",
  "=(",
  "+=",
  "\r\n",
  "\t",
);

function mutated(): fc.Arbitrary<string> {
  const edit = fc.record({ at: fc.nat(600), drop: fc.nat(12), add: fc.array(pieces, { maxLength: 4 }) });
  return fc
    .tuple(fc.constantFrom(...SAMPLES), fc.array(edit, { minLength: 1, maxLength: 6 }))
    .map(([sample, edits]) =>
      edits.reduce(
        (text, { at, drop, add }) =>
          text.slice(0, at % text.length) + add.join("") + text.slice((at % text.length) + drop),
        sample,
      ),
    );
}

describe("any user data", () => {
  it.each([
    ["as text", fc.string({ unit: "binary", maxLength: 300 })],
    [
      "as a script",
      fc
        .array(fc.oneof(pieces, fc.string({ maxLength: 8 })), { maxLength: 60 })
        .map((all) => `#!/bin/bash\n${all.join("")}`),
    ],
    [
      "as a cloud-config",
      fc
        .array(
          fc.oneof(
            pieces,
            fc.constantFrom(
              "users:",
              "runcmd:",
              "chpasswd:",
              "groups:",
              "mounts:",
              "write_files:",
              "ssh_authorized_keys:",
              "user:",
              "cloud_final_modules:",
              "password:",
              "\n  - ",
              ": ",
            ),
          ),
          { maxLength: 40 },
        )
        .map((all) => `#cloud-config\n${all.join("")}`),
    ],
    ["as a damaged sample", mutated()],
  ])("is judged without an error: %s", (_, texts) => {
    fc.assert(
      fc.property(texts, fc.constantFrom(UBUNTU, UNKNOWN_IMAGE), (text, image) => {
        expect(["open", "closed", "unknown"]).toContain(hostLogin(boot(text, { image }), image).state);
      }),
      { numRuns: 300 },
    );
  });
});

const SIZE = 16_000;
const fill = (unit: string): string => unit.repeat(Math.floor(SIZE / unit.length));

/** Scripts of 16 KiB that are made to keep a reader busy, or to exhaust its stack. */
const BUSY: readonly (readonly [string, string])[] = [
  ["many commands", fill(":\n")],
  ["many accounts", Array.from({ length: 700 }, (_, at) => `useradd -m u${String(at)}`).join("\n")],
  [
    "loops in loops",
    `${"for a in 1 2 3 4 5 6 7 8 9 0; do ".repeat(6)}chmod 700 /home/ubuntu;${"done;".repeat(6)}`,
  ],
  [
    "accounts by loops",
    "for a in 1 2 3 4 5 6 7 8 9 0; do for b in 1 2 3 4 5 6 7 8 9 0; do for c in 1 2 3 4 5 6 7 8 9 0; do useradd -m u$a$b$c; chmod 755 /home/*; done; done; done",
  ],
  ["a function that calls itself twice", "f() { x; f || f; }\nf"],
  ["a value that doubles", `x=aaaaaaaaaa\n${fill("x=$x$x\n")}`],
  ["a long value many times", `x=${"a".repeat(1000)}\nx=${"$x".repeat(30)}\necho ${"$x".repeat(7000)}`],
  ["a word of many braces", `echo ${fill("{a,b}")}`],
  ["many words of braces", fill("echo {a,b}{c,d}{e,f}{g,h}{i,j}{k,l}{m,n}\n")],
  ["eval of eval", `${fill("eval ")}x`],
  ["a command that evaluates itself", 'x="eval \\$x"\neval $x'],
  ["open parentheses", fill("(")],
  ["open arithmetic", fill("((")],
  ["open substitutions", fill("$( ")],
  ["substitutions in substitutions", `echo ${"$( echo ".repeat(200)}x${")".repeat(200)}`],
  ["subshells in subshells", `${"( ".repeat(240)}userdel ubuntu${" )".repeat(240)}`],
  ["heredocs", Array.from({ length: 1000 }, () => "cat <<E\nx\nE").join("\n")],
  ["open heredocs", `cat ${fill("<<E ")}`],
  ["a chain of elif", `if a; then b;\n${fill("elif a; then b;\n")}fi`],
  ["conditions in conditions", `${"if a; then ".repeat(120)}b${"; fi".repeat(120)}`],
  ["loops without a known end", `${"while a; do x=$x1; ".repeat(60)}:${"; done".repeat(60)}`],
  [
    "loops with branches",
    `${"while a; do if b; then u=1; else u=2; fi; ".repeat(40)}:${"; done".repeat(40)}`,
  ],
  ["a long case", `case $x in ${fill("a) b;; ")}esac`],
  ["a hard pattern", `x=${"a".repeat(250)}\n${fill("y=${x##*a*a*a*a*b}\n")}`],
  ["many wildcards", fill("rm /h*o*e/*/.s*\n")],
  ["many unknown files", fill(". ./x\n")],
  ["many parameters", `set -- ${fill("a ")}\nfor x; do for y; do :; done; done`],
  ["an endless loop of known steps", "while true; do while true; do if $a; then break; fi; done; done"],
  ["a trap that sets itself", "f() { trap f EXIT; f; }\ntrap f EXIT"],
  [
    "an endless loop with a function in it",
    `while true; do f() {\n${fill("b=1\n")}\n}\ncase $n in 1) exit;; esac; done`,
  ],
];

describe("a script that is made to keep a reader busy", () => {
  it.each(BUSY)("is followed to an end: %s", (_, body) => {
    // The last step may be a large one.
    expect(boot(bash(body)).afterJobs.work.left).toBeGreaterThan(-FOLLOWED / 10);
  });

  it("makes what it says before unknown where it is not followed to the end", () => {
    expect(
      verdict(
        bash("userdel ubuntu", "for a in 1 2 3 4 5 6 7 8 9 0; do ".repeat(7) + ":;" + "done;".repeat(7)),
      ),
    ).toBe("unknown");
  });
});

describe("the work it takes", () => {
  it("leaves most of the work for scripts as people write them", () => {
    const lines = SAMPLES[0] ?? "";
    const text = bash(lines.repeat(50).slice(0, SIZE));
    expect(boot(text).afterJobs.work.left).toBeGreaterThan(FOLLOWED / 2);
  });
});

describe("what is not known of the launch", () => {
  it("is not known of the host where its user data is", () => {
    const predicted = predictBoot({
      userData: unknown("userData"),
      image: UBUNTU,
      keyPair: known(true, "keyName"),
      metadata: true,
    });
    expect(hostLogin(predicted, UBUNTU).state).toBe("unknown");
  });

  it("presumes the login user that the user data works on", () => {
    const predicted = boot(bash("userdel -r ec2-user"), { image: UNKNOWN_IMAGE });
    expect([predicted.loginUser, predicted.loginUserIs]).toEqual(["ec2-user", "presumed"]);
    expect(hostLogin(predicted, UNKNOWN_IMAGE).state).toBe("closed");
  });

  it("does not presume between two", () => {
    expect(boot(bash("userdel ec2-user", "userdel ubuntu"), { image: UNKNOWN_IMAGE }).loginUserIs).toBe(
      "unknown",
    );
  });

  it("is no key pair and no user data where the metadata service is off", () => {
    const input = {
      userData: known({ text: bash("userdel ubuntu"), encoding: "plain" } as const, "userData"),
      image: UBUNTU,
      keyPair: known(true, "keyName"),
      metadata: false,
    };
    expect(predictBoot(input).parts).toEqual([]);
    expect(hostLogin(predictBoot(input), UBUNTU)).toMatchObject({ state: "closed", nobodyHasKeys: true });
  });

  it("is left alone where the image does not run cloud-init", () => {
    const image = { ...imageOf("flatcar", "core", false), initSystem: "other" } as const;
    expect(verdict(bash("userdel core"), { image })).toBe("unknown");
  });
});
