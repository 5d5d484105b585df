import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publicKeyProblem } from "../../../components/cloud-init/public-key";

const folder = mkdtempSync(join(tmpdir(), "latchkey-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A key that ssh-keygen makes now. */
function made(type: string, ...more: readonly string[]): { readonly line: string; readonly file: string } {
  const file = join(folder, [type, ...more].join("-"));
  execFileSync("ssh-keygen", ["-q", "-t", type, ...more, "-N", "", "-C", "bob's key", "-f", file]);
  return { line: readFileSync(`${file}.pub`, "utf8"), file };
}

const ed25519 = made("ed25519");
const SK =
  "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIE6pD1jvVVLpQ0d0YUjGlR3Zz2h3iYHf2S3y7k0mJmKcAAAABHNzaDo= card";

it.each([
  ["Ed25519", ed25519.line],
  ["ECDSA", made("ecdsa").line],
  ["RSA of 3072 bits", made("rsa", "-b", "3072").line],
  ["a security key, which sshpk does not read", SK],
  ["options before the type", `from="198.51.100.0/24",no-pty ${ed25519.line}`],
])("takes %s", (_what, line) => {
  expect(publicKeyProblem(line)).toBeUndefined();
});

const [type = "", body = ""] = ed25519.line.split(" ");
it.each([
  ["nothing", "", /empty/u],
  ["a private key", readFileSync(ed25519.file, "utf8"), /private key/u],
  ["PuTTY's private key", "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n", /private key/u],
  [
    "PuTTY's public key",
    execFileSync("ssh-keygen", ["-e", "-f", ed25519.file]).toString(),
    /another format/u,
  ],
  ["a key cut short", `${type} ${body.slice(0, 40)}`, /cut short/u],
  ["a key with a character changed in its type", `ssh-rsa ${body}`, /cut short/u],
  ["a security key cut short", SK.slice(0, 80), /cut short/u],
  ["a file's name", "~/.ssh/id_ed25519.pub", /no public key/u],
  ["two keys in one", `${ed25519.line}${ed25519.line}`, /several lines/u],
  ["RSA of 1024 bits", made("rsa", "-b", "1024").line, /2048/u],
])("refuses %s without showing it", (_what, line, reason) => {
  const problem = publicKeyProblem(line);
  expect(problem?.reason).toMatch(reason);
  if (line.length > 60) expect(JSON.stringify(problem)).not.toContain(line.trim().slice(20, 50));
});
