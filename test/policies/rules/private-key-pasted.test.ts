import { generateKeyPairSync } from "node:crypto";
import rule from "../../../policies/rules/private-key-pasted";
import { UNKNOWN, type Properties } from "../../../policies/launch/resource";
import { line, opensshKey } from "../../support/public-keys";
import { findingsOn, written } from "../../support/written-resources";

const KEY_PAIR = "aws:ec2/keyPair:KeyPair";
const INSTANCE = "aws:ec2/instance:Instance";
const on = (type: string, inputs: Properties) => findingsOn(rule, written(type, inputs));

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const pkcs1 = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const openssh = pem.replaceAll("PRIVATE KEY", "OPENSSH PRIVATE KEY");
const putty = "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: ops\n";

describe("private-key-pasted", () => {
  test.each([
    ["PKCS #8", pem],
    ["PKCS #1", pkcs1],
    ["OpenSSH's format", openssh],
    [
      "an encrypted key of the older format",
      pkcs1.replace("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"),
    ],
    ["PuTTY's file", putty],
    ["PEM whose line ends are gone", pem.replaceAll("\n", "")],
    ["PEM with line ends written as \\n", pem.replaceAll("\n", "\\n")],
  ])("reports %s given as publicKey", (_, publicKey) => {
    expect(on(KEY_PAIR, { publicKey })).toHaveLength(1);
  });

  test("finds it as deep as properties nest, and names the property alone: keys of tags are words of the program", () => {
    const [finding, ...others] = on(INSTANCE, { rootBlockDevice: { tags: [UNKNOWN, { key: pem }] } });
    expect(others).toEqual([]);
    expect(finding?.message).toMatch(/^rootBlockDevice holds /u);
    expect(finding?.message).not.toContain(pem.split("\n")[1]);
  });

  test.each<[string, string, Properties]>([
    ["a public key", KEY_PAIR, { publicKey: line(opensshKey("rsa")) }],
    ["a key only known at apply", KEY_PAIR, { publicKey: UNKNOWN }],
    ["the line alone that begins a key", INSTANCE, { tags: { note: "-----BEGIN PRIVATE KEY-----" } }],
    ["user data, which has a rule of its own", INSTANCE, { userData: pem }],
    [
      "a connection's own key, which goes nowhere",
      "command:remote:Command",
      { connection: { privateKey: pem } },
    ],
  ])("has nothing to say of %s", (_, type, inputs) => {
    expect(on(type, inputs)).toEqual([]);
  });
});
