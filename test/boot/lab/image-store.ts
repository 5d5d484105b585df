import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { arch, homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { type ImageName, type Recipe, RECIPES } from "./images";
import { mustRun } from "./command";
import { withLock } from "./lock";

const MIRROR = "http://deb.debian.org/debian";
const SECURITY = "http://deb.debian.org/debian-security";
const BUILD_TIMEOUT_MS = 900_000;
const UNUSED_MS = 7 * 24 * 3_600_000;
const LOCK_WAIT_SECONDS = 1_200;

// What ./configure needs to find to build an sshd that behaves as the packaged one: PAM, and the unit's Type=notify.
const BUILD_PACKAGES =
  "autoconf,automake,dpkg-dev,gcc,libc6-dev,libpam0g-dev,libssl-dev,libsystemd-dev,make,pkg-config,zlib1g-dev";

/** Where root file systems are kept between runs. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "latchkey", "boot-lab");
}

/**
 * The root file system of an image, built at its first use (some 30 s; with an sshd of our own a few minutes).
 *
 * @returns the folders to stack, top first, as overlayfs' `lowerdir` wants them; nobody may write to them
 */
export async function imageLayers(image: ImageName): Promise<readonly string[]> {
  const recipe = RECIPES[image];
  const base = await cached(recipe.suite, { ...recipe, sshdWithout: undefined }, (folder) =>
    buildRoot(recipe, folder),
  );
  const patch = recipe.sshdWithout;
  if (patch === undefined) return [base];
  const layer = await cached(image, { base: basename(base), patch, script: sshdScript(patch) }, (folder) =>
    buildSshd(recipe.suite, patch, folder),
  );
  return [layer, base];
}

/** A folder appears under its name only when it is whole; of several processes that want it one builds. */
async function cached(
  name: string,
  recipe: unknown,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = createHash("sha256")
    .update(JSON.stringify([recipe, arch()]))
    .digest("hex")
    .slice(0, 12);
  const store = cacheFolder();
  const folder = join(store, `${name}-${hash}`);
  if (existsSync(folder)) {
    utimesSync(folder, new Date(), new Date());
    return folder;
  }
  mkdirSync(store, { recursive: true });
  return withLock(join(store, `${name}.lock`), LOCK_WAIT_SECONDS, async () => {
    if (existsSync(folder)) return folder;
    const unfinished = join(store, `${name}.building`);
    rmSync(unfinished, { recursive: true, force: true });
    await build(unfinished);
    renameSync(unfinished, folder);
    removeOthers(store, name, folder);
    return folder;
  });
}

// Not at once: another run may have an instance on it.
function removeOthers(store: string, name: string, folder: string): void {
  for (const entry of readdirSync(store)) {
    const path = join(store, entry);
    if (path === folder || !new RegExp(`^${name}-[0-9a-f]{12}$`).test(entry)) continue;
    if (Date.now() - statSync(path).mtimeMs > UNUSED_MS) rmSync(path, { recursive: true, force: true });
  }
}

async function buildRoot(recipe: Recipe, folder: string): Promise<void> {
  await mmdebstrap(["--variant=minbase", `--include=${recipe.packages.join(",")}`, recipe.suite, folder]);
  for (const [path, content] of Object.entries(recipe.files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    rmSync(target, { force: true });
    writeFileSync(target, content);
  }
  await mustRun(["sh", "-c", recipe.finish, "finish", folder]);
}

async function buildSshd(suite: string, patch: string, folder: string): Promise<void> {
  const target = join(folder, "usr", "sbin");
  mkdirSync(target, { recursive: true });
  const sources = [
    `${MIRROR} ${suite} main`,
    `${MIRROR} ${suite}-updates main`,
    `${SECURITY} ${suite}-security main`,
  ].flatMap((line) => [`deb ${line}`, `deb-src ${line}`]);
  await mmdebstrap([
    "--variant=minbase",
    "--format=null",
    `--include=${BUILD_PACKAGES}`,
    `--customize-hook=chroot "$1" sh -c '${sshdScript(patch)}'`,
    `--customize-hook=copy-out /build/sshd ${target}`,
    suite,
    "-",
    ...sources,
  ]);
}

// The packaged sshd's paths and the features that log-in depends on; the patches are applied when the source is unpacked.
function sshdScript(patch: string): string {
  return `set -eu
mkdir /build && cd /build
apt-get source -qq -y openssh
cd openssh-*/
patch -R -p1 < debian/patches/${patch}
autoreconf -f -i
./configure --prefix=/usr --sysconfdir=/etc/ssh --libexecdir=/usr/lib/openssh --with-pam --with-systemd --with-privsep-path=/run/sshd --with-pid-dir=/run --with-default-path=/usr/local/bin:/usr/bin:/bin:/usr/games >configure.log
make -s sshd >make.log
strip sshd
install -m 0755 sshd /build/sshd`;
}

/** mmdebstrap in namespaces of its own: when this process is killed, neither a mount nor a process of it stays. */
async function mmdebstrap(argv: readonly string[]): Promise<void> {
  const namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  // The shell stays process 1: what changes its user or group on the way no longer dies with its parent.
  const shell = ["sh", "-c", '"$@"; exit $?', "build"];
  const options = ["--quiet", "--mode=root", "--aptopt=Apt::Install-Recommends false"];
  await mustRun([...namespaces, ...shell, "nice", "mmdebstrap", ...options, ...argv], {
    timeoutMs: BUILD_TIMEOUT_MS,
    env: { ...process.env, LC_ALL: "C.UTF-8", DEBIAN_FRONTEND: "noninteractive", TMPDIR: cacheFolder() },
  });
}
