// Of npm run bench: how long a prediction takes, on the package as `npm run build` compiled it. Ends with 1 over a bound.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Milliseconds of CPU time that a prediction may take, once the process is warm. */
const BOUNDS = { typical: 2, large: 15, densest: 30 };

/** The most that EC2 takes as user data. */
const MAX_BYTES = 16_384;

const ROUNDS = { typical: 10, large: 15, densest: 40 };
const WARM_UP_MS = { typical: 30, large: 1_000, densest: 4_000 };

const root = fileURLToPath(new URL("..", import.meta.url));
const compiled = resolve(process.argv[2] ?? join(root, "policies", "dist"));
const load = createRequire(import.meta.url);
const { predictBoot } = load(join(compiled, "boot", "predict.js"));
const { hostLogin } = load(join(compiled, "boot", "login", "host-login.js"));
const { recogniseImage } = load(join(compiled, "boot", "image", "recognise.js"));
const { defaultSettings } = load(join(compiled, "judging", "settings.js"));

const known = (value) => ({ state: "known", value, path: "bench" });
const IMAGE = recogniseImage(
  { id: known("ami-0123456789abcdef0"), names: ["debian-12-amd64-20250814-2204"], owners: ["136693071363"] },
  defaultSettings,
  () => ({ state: "absent", path: "bench" }),
);

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

/** A script of nearly 16 KiB: what `line` makes, as often as it fits. */
function filled(line) {
  let all = "#!/bin/bash\n";
  for (let at = 0; ; at += 1) {
    const next = `${line(at)}\n`;
    if (Buffer.byteLength(all) + Buffer.byteLength(next) > MAX_BYTES) return all;
    all += next;
  }
}

const cycle = (lines) => filled((at) => lines[at % lines.length].replaceAll("%", String(at)));

/** What scripts of that size consist of. */
const LARGE = {
  "log lines": cycle(['echo "step % of the bootstrap" >> /var/log/bootstrap.log']),
  packages: cycle(["apt-get install -y package-%"]),
  "here-documents": cycle([
    "cat > /etc/app/site-%.conf <<'CONF'\nlisten 80;\nserver_name site-%.example.com;\nroot /srv/www/%;\nCONF",
    "systemctl restart nginx",
  ]),
  "a bootstrap": cycle([
    "mkdir -p /srv/app%",
    "curl -fsSL https://example.com/% -o /srv/app%/release.tar.gz",
    "chown -R app:app /srv/app%",
    "systemctl enable --now app%",
    "if [ -f /etc/app%.conf ]; then echo configured; fi",
    "export NODE_%=$(hostname)",
    'sed -i "s/localhost/$NODE_%/" /etc/app%.conf',
  ]),
  accounts: cycle(["useradd -m -s /bin/bash user%", "install -d -m 700 -o user% -g user% /home/user%/.ssh"]),
  modes: cycle(["chmod 755 /home/admin", "chown admin:admin /home/admin/.ssh"]),
};

/** Scripts one behind the other, without the lines that would end it early: hardly a line that does not touch access. */
function densest(scripts) {
  const bodies = scripts
    .filter((script) => script.startsWith("#!/bin/bash"))
    .map((script) => script.split("\n").slice(1))
    .map((lines) => lines.filter((line) => !/^(?:set -|exit)/u.test(line)).join("\n"));
  let all = "#!/bin/bash\n";
  for (const body of bodies)
    if (Buffer.byteLength(all) + Buffer.byteLength(body) < MAX_BYTES) all += `${body}\n`;
  return all;
}

/** The least milliseconds of CPU time of several rounds: what else the machine does only ever adds to it. */
function measure(text, kind) {
  const start = cpuMs();
  do predict(text);
  while (cpuMs() - start < WARM_UP_MS[kind]);
  // A clock that counts in small steps needs rounds of some length.
  const once = cpuMs();
  predict(text);
  const turns = Math.max(1, Math.round(20 / Math.max(cpuMs() - once, 0.1)));
  const rounds = Array.from({ length: ROUNDS[kind] }, () => {
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
const rows = [
  {
    what: `typical (median of ${scripts.length})`,
    ms: median(scripts.map((text) => measure(text, "typical"))),
    bound: BOUNDS.typical,
  },
  ...Object.entries(LARGE).map(([what, text]) => ({
    what: `16 KiB: ${what}`,
    ms: measure(text, "large"),
    bound: BOUNDS.large,
  })),
  {
    what: "16 KiB: hardening alone",
    ms: measure(densest(scripts), "densest"),
    bound: BOUNDS.densest,
  },
];
for (const { what, ms, bound } of rows)
  console.log(
    `${what.padEnd(28)} ${ms.toFixed(2).padStart(7)} ms   bound ${bound} ms${ms < bound ? "" : "   OVER"}`,
  );
if (rows.some(({ ms, bound }) => !(ms < bound))) process.exitCode = 1;
