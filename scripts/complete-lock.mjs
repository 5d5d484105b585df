// npm run lock: completes package-lock.json after a dependency changed. A registry mirror may hold the optional packages
// of its own platform only; npm then leaves the others out of the lock file, and `npm ci` refuses it everywhere.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const file = join(import.meta.dirname, "..", "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const SYSTEMS = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "openharmony",
  "win32",
  "aix",
  "netbsd",
  "openbsd",
  "sunos",
];

/** @param {string} name as in `@swc/core-linux-arm-gnueabihf` @returns what the platform in a package's name asks for */
function platformOf(name) {
  const os = SYSTEMS.find((each) => name.includes(`-${each}`));
  if (os === undefined) return undefined;
  const rest = name.slice(name.indexOf(`-${os}`) + os.length + 2);
  const libc =
    os !== "linux" || rest.includes("eabihf")
      ? undefined
      : rest.includes("musl")
        ? "musl"
        : rest.includes("gnu")
          ? "glibc"
          : undefined;
  return { cpu: [rest.split("-")[0]], ...(libc && { libc: [libc] }), os: [os] };
}

for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    const platform = platformOf(name);
    if (lock.packages[place] || platform === undefined || !/^\d/u.test(version)) continue;
    lock.packages[place] = { version, ...platform, ...(parent.dev && { dev: true }), optional: true };
    console.log(`added ${name} ${version}`);
  }
}
const { "": root, ...others } = lock.packages;
const sorted = Object.entries(others).sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = { "": root, ...Object.fromEntries(sorted) };
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
