// npm run bench: how long a prediction takes, on the package as `npm run build` compiled it. Ends with 1 over a bound.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Milliseconds of CPU time that a prediction may take, once the process is warm. */
const BOUNDS = { typical: 2, large: 15 };

/** The most that EC2 takes as user data. */
const MAX_BYTES = 16_384;

const ROUNDS = 15;
const WARM_UP_MS = { typical: 30, large: 4_000 };

const root = fileURLToPath(new URL("..", import.meta.url));
const compiled = resolve(process.argv[2] ?? join(root, "policies", "dist"));
const load = createRequire(import.meta.url);
const { predictBoot } = load(join(compiled, "boot", "predict.js"));
const { hostLogin } = load(join(compiled, "boot", "login", "host-login.js"));

const known = (value) => ({ state: "known", value, path: "bench" });
const IMAGE = {
  family: "debian",
  loginUser: known("admin"),
  agent: known(true),
  instanceConnect: known(true),
  userGroupModes: known(true),
  rootDevice: known("ebs"),
  initSystem: "cloud-init",
  managed: false,
  because: "",
};

function predict(text) {
  const userData = known({ text, encoding: "plain" });
  const boot = predictBoot({ userData, image: IMAGE, keyPair: known(true), metadata: true });
  return hostLogin(boot, IMAGE);
}

/** The user data of the corpus that is as people write it. */
function shapes() {
  const folder = join(root, "test", "corpus", "shapes");
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name, "user-data"))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"));
}

/** One script of nearly 16 KiB: scripts one behind the other, without the lines that would end it early. */
function largeScript(scripts) {
  let all = "#!/bin/bash\n";
  for (const script of scripts) {
    if (!script.startsWith("#!/bin/bash")) continue;
    const lines = script.split("\n").slice(1);
    const body = lines.filter((line) => !/^(?:set -|exit)/u.test(line)).join("\n");
    if (Buffer.byteLength(all) + Buffer.byteLength(body) < MAX_BYTES) all += `${body}\n`;
  }
  return all;
}

/** The least milliseconds of CPU time of several rounds: what else the machine does only ever adds to it. */
function measure(text, warmUpMs) {
  const start = cpuMs();
  do predict(text);
  while (cpuMs() - start < warmUpMs);
  // A clock that counts in small steps needs rounds of some length.
  const once = cpuMs();
  predict(text);
  const turns = Math.max(1, Math.round(20 / Math.max(cpuMs() - once, 0.1)));
  const rounds = Array.from({ length: ROUNDS }, () => {
    const from = cpuMs();
    for (let turn = 0; turn < turns; turn += 1) predict(text);
    return (cpuMs() - from) / turns;
  });
  return Math.min(...rounds);
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const scripts = shapes();
const large = largeScript(scripts);
const rows = [
  {
    what: `typical (median of ${scripts.length})`,
    ms: median(scripts.map((text) => measure(text, WARM_UP_MS.typical))),
    bound: BOUNDS.typical,
  },
  {
    what: `large (${Buffer.byteLength(large)} bytes)`,
    ms: measure(large, WARM_UP_MS.large),
    bound: BOUNDS.large,
  },
];
for (const { what, ms, bound } of rows)
  console.log(
    `${what.padEnd(28)} ${ms.toFixed(2).padStart(7)} ms   bound ${bound} ms${ms < bound ? "" : "   OVER"}`,
  );
if (rows.some(({ ms, bound }) => !(ms < bound))) process.exitCode = 1;
