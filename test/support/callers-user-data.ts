import * as fc from "fast-check";
import { gzipSync } from "node:zlib";

/** User data that shuts nothing, with what its first boot leaves behind. */
export interface CallersUserData {
  /** One text, or several that are given in this order. */
  readonly texts: readonly string[];
  readonly files: readonly string[];
  readonly accounts: readonly string[];
}

type Kind = "script" | "boothook" | "config";

interface Leaf {
  readonly kind: Kind;
  readonly text: string;
  readonly files: readonly string[];
  readonly accounts: readonly string[];
}

const noise = fc.stringMatching(/^[a-zA-Z0-9äß ._\-/'"$#]{0,60}$/u);

const script = (name: string): fc.Arbitrary<Leaf> =>
  fc.array(noise, { maxLength: 6 }).map((lines) => {
    const file = `/srv/left-${name}`;
    const said = lines.map((line) => `: '${line.replaceAll("'", "")}'`);
    const text = ["#!/bin/sh", ...said, `: >${file}`, ""].join("\n");
    return { kind: "script", text, files: [file], accounts: [] };
  });

const boothook = (name: string): fc.Arbitrary<Leaf> =>
  script(name).map((leaf) => ({ ...leaf, kind: "boothook", text: `#cloud-boothook\n${leaf.text}` }));

const touch = (name: string) => ["touch", `/srv/left-${name}`];

/** Each form in which `users` is written, with the account app in it. */
const users = fc.constantFrom(
  ["default", { name: "app" }],
  [{ name: "app" }],
  "default, app",
  { app: { shell: "/bin/sh" } },
  { default: true, app: {} },
);

const settings = {
  users,
  runcmd: fc
    .array(noise, { maxLength: 3 })
    .map((lines) => [...lines.map((line) => ["echo", line]), touch("runcmd")]),
  bootcmd: fc.constant([touch("bootcmd")]),
  write_files: noise.map((content) => [
    { path: "/etc/motd", content },
    { path: "/srv/left-write_files", content },
  ]),
  hostname: fc.constantFrom("one", "two"),
  ssh_pwauth: fc.constant(false),
  disable_root: fc.boolean(),
};

/** What reaches for the internet, which no instance that boots here has. */
const fetching = { packages: fc.array(fc.constantFrom("nginx", "jq", "git"), { maxLength: 3 }) };

function config(offline: boolean): fc.Arbitrary<Leaf> {
  return fc
    .record({ ...settings, ...(offline ? {} : fetching) }, { requiredKeys: [] })
    .filter((value) => Object.keys(value).length > 0)
    .map((value) => ({
      kind: "config",
      text: `#cloud-config\n${JSON.stringify(value)}\n`,
      files: ["runcmd", "bootcmd", "write_files"]
        .filter((key) => key in value)
        .map((key) => `/srv/left-${key}`),
      accounts: "users" in value ? ["app"] : [],
    }));
}

// One cloud-config at most: of two the later would replace the earlier one's lists, which the pack tells.
const leaves = (offline: boolean): fc.Arbitrary<readonly Leaf[]> =>
  fc
    .tuple(
      fc.option(config(offline), { nil: undefined }),
      ...["one", "two"].map((name) => fc.option(fc.oneof(script(name), boothook(name)), { nil: undefined })),
    )
    .map((found) => found.filter((leaf) => leaf !== undefined))
    .filter((found) => found.length > 0)
    .chain((found) => fc.shuffledSubarray(found, { minLength: found.length }));

const archive = (parts: readonly Leaf[]): string =>
  `#cloud-config-archive\n${JSON.stringify(parts.map(({ text }) => ({ content: text })))}\n`;

const TYPES: Readonly<Record<Kind, string>> = {
  script: "text/x-shellscript",
  boothook: "text/cloud-boothook",
  config: "text/cloud-config",
};

interface Wrapping {
  readonly typed: boolean;
  readonly zipped: boolean;
}

/** A MIME message as `cloud-init devel make-mime` or Terraform's provider writes it. */
function message(parts: readonly Leaf[], { typed, zipped: wanted }: Wrapping): string {
  // cloud-init itself loses a compressed part with any other character: UserDataProcessor keeps it as text.
  const zipped = wanted && parts.every(({ text }) => /^[ -~\n]*$/u.test(text));
  const entities = parts.map(({ kind, text }, index) => {
    const type = zipped ? "application/gzip" : typed ? TYPES[kind] : "text/plain";
    const bytes = zipped ? gzipSync(text) : Buffer.from(text);
    return [
      "--MIMEBOUNDARY",
      `Content-Type: ${type}${zipped ? "" : '; charset="utf-8"'}`,
      "MIME-Version: 1.0",
      "Content-Transfer-Encoding: base64",
      `Content-Disposition: attachment; filename="mine-${String(index)}"`,
      "",
      bytes.toString("base64").replace(/.{76}(?=.)/gu, "$&\n"),
    ].join("\n");
  });
  const head = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="MIMEBOUNDARY"\n\n';
  return `${head}${entities.join("\n")}\n--MIMEBOUNDARY--\n`;
}

/**
 * User data in any of the formats that cloud-init tells by themselves, and in several parts.
 *
 * @param offline leaves out what needs the internet, for hosts that boot with it
 */
export const callersUserData = (offline: boolean): fc.Arbitrary<CallersUserData> =>
  fc
    .tuple(
      leaves(offline),
      fc.constantFrom("apart", "archive", "message"),
      fc.record({ typed: fc.boolean(), zipped: fc.boolean() }),
    )
    .map(([parts, form, wrapping]) => ({
      texts:
        form === "apart"
          ? parts.map(({ text }) => text)
          : [form === "archive" ? archive(parts) : message(parts, wrapping)],
      files: parts.flatMap(({ files }) => files),
      accounts: parts.flatMap(({ accounts }) => accounts),
    }));
