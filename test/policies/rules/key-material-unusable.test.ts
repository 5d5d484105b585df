import { generateKeyPairSync } from "node:crypto";
import rule from "../../../policies/rules/key-material-unusable";
import { UNKNOWN, type PropertyValue } from "../../../policies/launch/resource";
import { findingsOn, written } from "../../support/written-resources";
import { block, line, opensshKey } from "../../support/public-keys";

const on = (publicKey: PropertyValue) => findingsOn(rule, written("aws:ec2/keyPair:KeyPair", { publicKey }));
const severities = (publicKey: PropertyValue) =>
  on(publicKey).map(({ severity }) => severity ?? rule.severity);

const rsa = (bits: number) => opensshKey("rsa", bits);
const ed25519 = opensshKey("ed25519");
const pem = (type: "spki" | "pkcs1") =>
  generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type, format: "pem" });
const der = (text: string) => text.replace(/-----[^-]+-----|\s/gu, "");

describe("key-material-unusable", () => {
  test.each<[string, PropertyValue]>([
    ["an Ed25519 key", line(ed25519)],
    ["an Ed25519 key with a comment of several words", `${line(ed25519)} ops on call\n`],
    ["RSA of 2048 bits", line(rsa(2048))],
    ["RSA of 4096 bits", line(rsa(4096))],
    ["an SSH2 block with a comment that goes on in the next line", block(rsa(2048), "a \\\ncomment")],
    ["DER in base64", der(pem("spki").toString())],
    ["PKCS #1 in base64", der(pem("pkcs1").toString())],
    ["a key only known at apply", UNKNOWN],
  ])("has nothing to say of %s", (_, text) => {
    expect(on(text)).toEqual([]);
  });

  test.each([
    ["a path below the home", "~/.ssh/id_ed25519.pub", "path"],
    ["a path of Windows", "C:\\Users\\ops\\.ssh\\id_rsa.pub", "path"],
    ["a bare file name", "ops.pub", "path"],
    ["base64 that is cut short", line(rsa(2048)).slice(0, 200), "cut short"],
    ["a type that the key is not of", line(rsa(2048)).replace("ssh-rsa", "ssh-ed25519"), "cut short"],
    ["a type alone", "ssh-rsa", "cut short"],
    ["an SSH2 block without an end", block(rsa(2048)).replace(/---- END.*/u, ""), "cut short"],
    ["an ECDSA key", line(opensshKey("ecdsa")), "ecdsa-sha2-nistp256"],
    ["a security key", line(opensshKey("sk-ed25519")), "sk-ssh-ed25519@openssh.com"],
    ["a certificate", "ssh-ed25519-cert-v01@openssh.com AAAA", "certificate"],
    ["anything else", "the key of ops", "no public key"],
  ])("reports %s", (_, text, word) => {
    expect(on(text).map(({ message }) => message)).toEqual([expect.stringContaining(word)]);
    expect(severities(text)).toEqual(["high"]);
  });

  test.each([
    ["RSA of 1024 bits, which EC2 takes and some hosts don't", line(rsa(1024))],
    ["RSA of 3072 bits, which the guide does not list and EC2 is said to take", line(rsa(3072))],
    ["PEM", pem("spki")],
  ])("speaks low of %s", (_, text) => {
    expect(severities(text.toString())).toEqual(["low"]);
  });

  test("leaves a private key to the rule about it", () => {
    const { privateKey } = generateKeyPairSync("ed25519");
    expect(on(privateKey.export({ type: "pkcs8", format: "pem" }).toString())).toEqual([]);
  });

  test("tells nothing of the key", () => {
    const text = line(rsa(1024));
    expect(on(text)[0]?.message).not.toContain(text.slice(20, 40));
  });
});
