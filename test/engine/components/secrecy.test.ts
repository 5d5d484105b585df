import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { join } from "node:path";
import { createProject } from "../../support/engine";

const PASSWORD = "three-otters-under-a-bridge";
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";

const program = (recovery: string, userData = ""): string => `
  import { RecoverableAutoScalingGroup, RecoverableInstance } from "@latchkey/components";
  import * as pulumi from "@pulumi/pulumi";
  const common = {
    imageName: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*",
    keyPair: ${JSON.stringify(KEY)},
    recoveryUser: ${recovery},
    userData: [${userData}],
  };
  new RecoverableInstance("one", common);
  new RecoverableAutoScalingGroup("many", { ...common, subnetIds: ["subnet-1"] });
`;

/**
 * All that Pulumi wrote below a folder, but for the SDK's debug messages in the event log: those have the values of every
 * resource in plain text, secret or not, which is Pulumi's own doing and shown with --debug only.
 */
function written(folder: string): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => !path.includes("node_modules"))
    .map((path) =>
      statSync(path).isDirectory()
        ? written(path)
        : path.endsWith("index.ts")
          ? ""
          : withoutDebug(readFileSync(path, "latin1")),
    )
    .join("\n");
}

const withoutDebug = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !line.includes('"severity":"debug"'))
    .join("\n");

const userDataIn = (state: unknown): readonly string[] =>
  [...JSON.stringify(state).matchAll(/"plaintext":"((?:[^"\\]|\\.)*)"/gu)].map(([, text = ""]) => {
    const value = JSON.parse(JSON.parse(`"${text}"`) as string) as unknown;
    if (typeof value !== "string") return JSON.stringify(value);
    const bytes = Buffer.from(value, "base64");
    return bytes[0] === 0x1f ? gunzipSync(bytes).toString("utf8") : value;
  });

it("neither the password nor its hash stands in plain text in state, output, event log or file", async () => {
  const project = await createProject({
    program: program(`{ password: pulumi.secret(${JSON.stringify(PASSWORD)}) }`),
    config: { "aws:region": "us-east-1" },
  });
  try {
    const preview = await project.preview({ args: ["--diff"] });
    const up = await project.up({ args: ["--diff"] });
    expect([preview.exitCode, up.exitCode]).toEqual([0, 0]);

    // The hash as it reaches the host, taken from where only the passphrase opens it.
    const decrypted = await project.pulumi(["stack", "export", "--show-secrets", "--stack", "dev"]);
    const composed = userDataIn(JSON.parse(decrypted.stdout)).join("\n");
    const [hash] = /\$6\$rounds=100000\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{86}/u.exec(composed) ?? [];
    expect(hash).toBeDefined();

    const root = join(project.folder, "..");
    const shown = [
      preview.stdout,
      preview.stderr,
      up.stdout,
      up.stderr,
      JSON.stringify(await project.state()),
      written(root),
    ].join("\n");
    const secrets = [PASSWORD, hash ?? ""];
    // As it would stand in a compressed or encoded text that is not secret: what is not encrypted, opened.
    const opened = [...shown.matchAll(/[A-Za-z0-9+/]{400,}={0,2}/gu)].map(([text]) => {
      const bytes = Buffer.from(text, "base64");
      return bytes[0] === 0x1f && bytes[1] === 0x8b
        ? gunzipSync(bytes).toString("utf8")
        : bytes.toString("latin1");
    });
    for (const secret of secrets) {
      expect({
        plain: shown.includes(secret),
        encoded: opened.some((text) => text.includes(secret)),
      }).toEqual({ plain: false, encoded: false });
    }
    expect(composed).not.toContain(PASSWORD);
    expect(composed).not.toContain(createHash("sha256").update(PASSWORD).digest("hex"));
  } finally {
    project.cleanup();
  }
});

it.each([
  ["a weak password", `{ password: pulumi.secret("recovery-hunter2") }`, "recovery-hunter2"],
  ["a password in plain text", `{ password: "plain-in-the-code-42" }`, "plain-in-the-code-42"],
  [
    "an output that is no secret",
    `{ password: pulumi.output("plain-in-an-output-42") }`,
    "plain-in-an-output-42",
  ],
  ["a hash that is none", `{ passwordHash: pulumi.secret("$6$hunter2-hash") }`, "hunter2-hash"],
])("%s is refused without repeating it", async (_name, recovery, secret) => {
  const project = await createProject({
    program: program(recovery),
    config: { "aws:region": "us-east-1" },
    policyPack: null,
  });
  try {
    const result = await project.preview();
    expect(result.exitCode).not.toBe(0);
    expect(result.errors.join("\n")).toContain("recoveryUser.password");
    expect([result.stdout, result.stderr, ...result.errors].join("\n")).not.toContain(secret);
  } finally {
    project.cleanup();
  }
});
