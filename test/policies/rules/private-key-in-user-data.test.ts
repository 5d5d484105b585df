import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/private-key-in-user-data";
import {
  config,
  KEY,
  messages,
  places,
  script,
  userData,
  wrappings,
  type Change,
} from "../../support/subjects";

const BODY = "THISxISxNOxKEYxBUTxLOOKSxLIKExTHExFIRSTxLINExOFxONE";
const pem = (kind: string): readonly string[] => [`-----BEGIN ${kind}-----`, BODY, `-----END ${kind}-----`];
const file = (...lines: readonly string[]) =>
  config(
    "write_files:",
    "  - path: /etc/site.pem",
    "    content: |",
    ...lines.map((line) => `      ${line}`),
  );

test.each<[string, Change, readonly string[]]>([
  ["a key in PKCS#8", { userData: file(...pem("PRIVATE KEY")) }, ["5:7"]],
  ["an RSA key", { userData: file(...pem("RSA PRIVATE KEY")) }, ["5:7"]],
  ["a key of OpenSSH's", { userData: file(...pem("OPENSSH PRIVATE KEY")) }, ["5:7"]],
  [
    "an encrypted key, with its headers",
    {
      userData: file(
        "-----BEGIN RSA PRIVATE KEY-----",
        "Proc-Type: 4,ENCRYPTED",
        "DEK-Info: AES-128-CBC,00",
        "",
        BODY,
      ),
    },
    ["5:7"],
  ],
  [
    "a key in a here-document",
    { userData: script("cat > /etc/site.pem <<END", ...pem("EC PRIVATE KEY"), "END") },
    ["3:1"],
  ],
  [
    "line ends that are written out",
    { userData: config(`key: "-----BEGIN PRIVATE KEY-----\\n${BODY}"`) },
    ["2:7"],
  ],
  ["a part that cloud-init ignores", { userData: userData([...pem("PRIVATE KEY"), ""].join("\n")) }, ["1:1"]],
  ["two keys", { userData: script(...pem("PRIVATE KEY"), ...pem("PRIVATE KEY")) }, ["2:1", "5:1"]],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["a public key and a certificate", { userData: file(KEY, ...pem("PUBLIC KEY"), ...pem("CERTIFICATE")) }],
  [
    "a line that is only looked for",
    { userData: script("grep -e '-----BEGIN PRIVATE KEY-----' /etc/site.pem") },
  ],
  ["a key that is made on the host", { userData: script("ssh-keygen -t ed25519 -N '' -f /etc/site_key") }],
  ["a stand-in", { userData: file("-----BEGIN PRIVATE KEY-----", "...", "-----END PRIVATE KEY-----") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test.each(Object.entries(wrappings))("stands at its line in %s", (name, wrap) => {
  const at = name.includes("MIME") ? "2:2:1" : "2:1";
  expect(places(rule, { userData: wrap(["#!/bin/sh", ...pem("PRIVATE KEY"), ""].join("\n")) })).toEqual([at]);
});

test("tells nothing of the key", () => {
  expect(messages(rule, { userData: file(...pem("PRIVATE KEY")) })).toMatchInlineSnapshot(`
   [
     "user data, line 5: a private key begins here; every process on the host can read the user data from the metadata service, and so can whoever may call ec2:DescribeInstanceAttribute.",
   ]
  `);
});
