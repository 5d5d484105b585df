// What inputs look like: grammars of each reader's language, with words of everybody else's in every place; texts of the
// corpus, cut and joined; one piece as often as it fits. `MARKER` stands where a value stands that nobody may be told.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import * as vocabulary from "./vocabulary.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { MARKER, SIZE } = vocabulary;

/** The most that EC2 takes. */
const cut = (text) =>
  Buffer.from(text)
    .subarray(0, SIZE)
    .toString("utf8")
    .replace(/\ufffd+$/u, "");

const corpus = readdirSync(join(root, "test", "corpus"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("/user-data") && statSync(join(root, "test", "corpus", path)).isFile())
  .sort()
  .map((path) => readFileSync(join(root, "test", "corpus", path), "latin1"));

const anyOf = (...all) => fc.oneof(...all);
const pick = (list) => fc.constantFrom(...list);

const strange = anyOf(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 12 }),
  pick([
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\0",
    "\u2028",
    "\ufeff",
    "\\",
    "\\\n",
    "'",
    '"',
    "`",
    "$",
    "${",
    "$(",
    "<<E",
  ]),
);

const word = fc.oneof(
  { weight: 6, arbitrary: pick(vocabulary.words) },
  { weight: 2, arbitrary: fc.constant(MARKER) },
  { weight: 1, arbitrary: strange },
  {
    weight: 1,
    arbitrary: fc
      .tuple(pick(["a", "*", "?", "*?", "*a", "/", "../", "-", ",", "[", "a=", "%"]), fc.nat(300))
      .map(([piece, times]) => piece.repeat(times)),
  },
);

/** Lines of words of a language, one of them as often as it fits now and then. */
function lines(line, most = 30) {
  const some = fc.array(line, { maxLength: most }).map((all) => all.join("\n"));
  const filled = fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 2_000 }))
    .map(([all, times]) => `${all.join("\n")}\n`.repeat(times));
  const numbered = fc
    .tuple(line, fc.integer({ min: 1, max: 900 }))
    .map(([each, times]) =>
      Array.from({ length: times }, (_, at) =>
        each.replaceAll("mrkz", `mrkz${at}`).replaceAll("0", String(at)),
      ).join("\n"),
    );
  return fc
    .oneof(
      { weight: 8, arbitrary: some },
      { weight: 1, arbitrary: filled },
      { weight: 1, arbitrary: numbered },
    )
    .map(cut);
}

const sentence = (first, most = 7) =>
  fc.tuple(first, fc.array(word, { maxLength: most })).map(([head, rest]) => [head, ...rest].join(" "));

const command = sentence(
  fc.oneof({ weight: 9, arbitrary: pick(vocabulary.commands) }, { weight: 1, arbitrary: word }),
);

/** Commands one in the other, as deep as a shell takes them. */
const { statement } = fc.letrec((tie) => ({
  statement: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { weight: 12, arbitrary: command },
    {
      weight: 6,
      arbitrary: fc
        .tuple(pick(vocabulary.around), tie("statement"))
        .map(([around, inner]) => around.replace("%", () => inner)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          tie("statement"),
          pick([" && ", " || ", "; ", " | ", "\n", " & ", " > ", " >> /etc/ssh/sshd_config\n"]),
          tie("statement"),
        )
        .map((all) => all.join("")),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(pick(vocabulary.opening), fc.integer({ min: 1, max: 3_000 }))
        .map(([piece, times]) => piece.repeat(times)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(pick(vocabulary.paths), fc.array(command, { maxLength: 4 }))
        .map(([path, text]) => `cat > ${path} <<E\n${text.join("\n")}\nE`),
    },
  ),
}));

const shell = lines(statement, 12);

const { node } = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    word.map((text) => JSON.stringify(text)),
    pick([
      "true",
      "null",
      "3",
      "0600",
      "*a",
      "&a b",
      "!!binary YQ==",
      "!x y",
      "<<",
      "~",
      "2024-01-45",
      "{",
      "]",
    ]),
    fc.array(tie("node"), { maxLength: 4 }).map((all) => `[${all.join(", ")}]`),
    fc
      .array(fc.tuple(pick(vocabulary.keys), tie("node")), { maxLength: 4 })
      .map((all) => `{${all.map(([key, value]) => `${key}: ${value}`).join(", ")}}`),
    statement.map((text) => JSON.stringify(text)),
  ),
}));

const cloudConfig = lines(
  fc.oneof(
    { weight: 8, arbitrary: fc.tuple(pick(vocabulary.keys), node).map(([key, value]) => `${key}: ${value}`) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(pick(["runcmd", "bootcmd"]), fc.array(statement, { maxLength: 6 }))
        .map(([key, all]) => `${key}:\n${all.map((each) => ` - ${JSON.stringify(each)}`).join("\n")}`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(pick(vocabulary.paths), shell)
        .map(
          ([path, text]) =>
            `write_files:\n  - path: ${path}\n    content: |\n${text.replaceAll(/^/gmu, "      ")}`,
        ),
    },
    { weight: 1, arbitrary: strange },
  ),
  10,
);

const sshd = lines(
  sentence(fc.oneof({ weight: 9, arbitrary: pick(vocabulary.keywords) }, { weight: 1, arbitrary: word }), 5),
);
const fstab = lines(
  fc.array(fc.oneof(word, pick(vocabulary.mounts)), { maxLength: 7 }).map((all) => all.join("\t")),
);
const iptables = lines(
  fc.array(fc.oneof(word, pick(vocabulary.rules)), { maxLength: 12 }).map((all) => all.join(" ")),
);
const hostFiles = lines(
  fc.array(fc.oneof(word, pick(vocabulary.host)), { maxLength: 8 }).map((all) => all.join(" ")),
);

const document = fc
  .record(
    {
      Version: fc.constant("2012-10-17"),
      Statement: fc.array(
        fc.record(
          Object.fromEntries(
            ["Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "Condition", "Sid"].map(
              (key) => [
                key,
                fc.oneof(
                  pick(vocabulary.iam),
                  word,
                  fc.array(fc.oneof(word, pick(vocabulary.iam)), { maxLength: 5 }),
                  fc.record(
                    { Service: fc.oneof(word, pick(vocabulary.iam)), AWS: word },
                    { requiredKeys: [] },
                  ),
                  fc.jsonValue({ maxDepth: 2 }),
                ),
              ],
            ),
          ),
          { requiredKeys: [] },
        ),
        { maxLength: 6 },
      ),
    },
    { requiredKeys: [] },
  )
  .map((value) => JSON.stringify(value));

const bytes = fc.uint8Array({ maxLength: 400 }).map((all) => Buffer.from(all));
const key = fc
  .tuple(pick(vocabulary.keyTypes), bytes, fc.nat(2_000), word)
  .map(([type, body, more, comment]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(type.length);
    const blob = Buffer.concat([length, Buffer.from(type), body, Buffer.alloc(more)]);
    return `${type} ${blob.toString("base64")} ${comment}`;
  });
const keys = fc.oneof(
  lines(fc.oneof(key, word, pick(vocabulary.keyLines)), 6),
  fc.tuple(pick(vocabulary.keyLines), fc.nat(3_000)).map(([piece, times]) => cut(piece.repeat(times))),
);

const part = fc.oneof(
  shell.map((text) => `#!/bin/sh\n${text}`),
  cloudConfig.map((text) => `#cloud-config\n${text}`),
  pick(corpus),
  strange,
);

const header = fc
  .tuple(pick(vocabulary.headers), word)
  .map(([name, value]) => `${name}: ${value.replaceAll(MARKER, "text/plain")}`);
const mime = fc
  .tuple(
    fc.array(header, { maxLength: 4 }),
    fc.array(fc.tuple(fc.array(header, { maxLength: 4 }), part), { maxLength: 5 }),
    pick(["B", "//", "a b", ""]),
  )
  .map(([head, parts, boundary]) =>
    cut(
      [
        "MIME-Version: 1.0",
        `Content-Type: multipart/mixed; boundary="${boundary}"`,
        ...head,
        "",
        ...parts.flatMap(([own, text]) => [`--${boundary}`, ...own, "", text]),
        `--${boundary}--`,
      ].join("\n"),
    ),
  );

/** Two texts of the corpus, cut and put together somewhere else. */
const mutated = fc
  .tuple(
    pick(corpus),
    pick(corpus),
    fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.oneof(word, statement),
      ),
      { maxLength: 6 },
    ),
    fc.nat(4),
  )
  .map(([one, other, edits, how]) => {
    let text = how === 0 ? one + other : one;
    for (const [from, to, put] of edits) {
      const [start, end] = [Math.floor(from * text.length), Math.floor(from * text.length + to * 40)];
      text = text.slice(0, start) + (how === 1 ? text.slice(start, end).repeat(5) : put) + text.slice(end);
    }
    return cut(text);
  });

const packed = part.map((text) => gzipSync(text).toString("latin1"));

export const TEXTS = {
  "user-data": fc.oneof(
    part,
    mutated,
    mutated,
    mime,
    packed,
    fc
      .tuple(pick(vocabulary.beginnings), fc.oneof(shell, cloudConfig, strange))
      .map((all) => cut(all.join(""))),
  ),
  base64: fc.oneof(part, packed),
  mime: fc.oneof(mime, mutated),
  "cloud-config": cloudConfig,
  shell,
  "sshd-config": sshd,
  fstab,
  "host-files": hostFiles,
  iptables,
  iam: fc.oneof(document, strange),
  keys,
  patterns: fc.oneof(
    word,
    fc
      .tuple(pick(["*a", "?", "*?", "a*", "[", "**"]), fc.nat(2_000))
      .map(([piece, times]) => `${piece.repeat(times)}x`),
  ),
};

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(word, pick(vocabulary.values)),
    fc.constant(null),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(pick(vocabulary.properties), word), tie("value"), { maxKeys: 5 }),
  ),
})).value;

const properties = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: pick(vocabulary.properties) }, { weight: 1, arbitrary: word }),
  fc.oneof(value, shell, document),
  { maxKeys: 10 },
);

export const MESSAGES = {
  engine: fc.array(
    fc.record({
      type: pick(vocabulary.types),
      props: properties,
      dependencies: fc.dictionary(pick(vocabulary.properties), fc.array(fc.nat(6), { maxLength: 3 }), {
        maxKeys: 4,
      }),
      propertyDependencies: fc.constant({}),
      ignoreChanges: fc.array(pick(vocabulary.properties), { maxLength: 2 }),
    }),
    { maxLength: 6 },
  ),
  offline: fc.record({
    token: fc.oneof(pick(vocabulary.types), word),
    props: properties,
    olds: properties,
    args: fc.dictionary(
      fc.oneof(
        pick([
          "owners",
          "filters",
          "nameRegex",
          "name",
          "names",
          "id",
          "statements",
          "policyId",
          "mostRecent",
        ]),
        word,
      ),
      fc.oneof(
        value,
        fc.array(fc.record({ name: word, values: fc.array(word, { maxLength: 3 }) }), { maxLength: 3 }),
      ),
      { maxKeys: 5 },
    ),
    call: fc.oneof(pick(vocabulary.calls), word),
  }),
  aws: fc.record({
    answer: fc.record({
      ...Object.fromEntries(
        [
          "GroupId",
          "VpcId",
          "SubnetId",
          "RouteTableId",
          "InternetGatewayId",
          "NatGatewayId",
          "VpcEndpointId",
          "InstanceConnectEndpointId",
          "State",
          "CidrBlock",
          "ServiceName",
          "VpcEndpointType",
        ].map((name) => [name, word]),
      ),
      ...Object.fromEntries(
        [
          "IpPermissions",
          "IpPermissionsEgress",
          "Routes",
          "Associations",
          "Attachments",
          "SubnetIds",
          "RouteTableIds",
          "Groups",
          "SecurityGroupIds",
          "NatGatewayAddresses",
        ].map((name) => [
          name,
          fc.array(
            fc.record({
              IpProtocol: word,
              FromPort: fc.integer(),
              CidrIp: word,
              GatewayId: word,
              DestinationCidrBlock: word,
              State: word,
              GroupId: word,
              IpRanges: fc.constant([]),
              Ipv6Ranges: fc.constant([]),
              PrefixListIds: fc.constant([]),
              UserIdGroupPairs: fc.array(fc.record({ GroupId: word }), { maxLength: 2 }),
            }),
            { maxLength: 4 },
          ),
        ]),
      ),
    }),
    error: fc.record({
      name: fc.oneof(word, pick(vocabulary.errors)),
      code: fc.oneof(word, pick(vocabulary.errors)),
      message: word,
    }),
  }),
};
