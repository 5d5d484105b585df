import { type ChildProcess, spawn } from "node:child_process";
import type { Server } from "node:net";
import { join } from "node:path";
import { end, spawnTied } from "./command";
import { besideInstance } from "./namespaces";

/** The surroundings of one instance: its disk, the host people log in from, DHCP and the metadata service's address. */
export interface Vpc {
  /** A process in the network namespace of the host, and in the mount namespace that has the disk. */
  readonly pid: number;
  /** A listening socket on 169.254.169.254:80 of that network. */
  readonly metadataSocket: Server;
  close(): Promise<void>;
}

export const INSTANCE_ADDRESS = "172.31.0.10";
const METADATA_ADDRESS = "169.254.169.254";
const START_MS = 10_000;

// The disk is a tmpfs: it knows the immutable bit and can be full, as a real one, and is gone with its last process.
const HOLD = `set -eu
mount -t tmpfs -o "size=$2,nr_inodes=$3,mode=755" disk "$1/disk"
mkdir "$1/disk/upper" "$1/disk/work"
ip link set lo up
ip addr add ${METADATA_ADDRESS}/32 dev lo
echo ready
exec cat`;

// A socket belongs to the network namespace it was made in, wherever it is accepted from.
const LISTEN = `const server = require("node:net").createServer();
server.listen(80, "${METADATA_ADDRESS}", () => process.send("socket", server));`;

/** What an instance may write: bytes, as tmpfs' `size` wants it, and files and folders. */
export interface DiskLimits {
  readonly size: string;
  readonly inodes: number;
}

/** @param folder the instance's work folder */
export async function makeVpc(folder: string, { size, inodes }: DiskLimits): Promise<Vpc> {
  const holder = spawnTied(
    [
      ...["unshare", "--net", "--mount", "--propagation", "private"],
      ...["sh", "-c", HOLD, "hold", folder, size, String(inodes)],
    ],
    { stdin: "pipe" },
  );
  const started: ChildProcess[] = [holder];
  const close = async () => {
    for (const child of started.reverse()) await end(child);
  };
  try {
    const pid = await ready(holder);
    const metadataSocket = await listen(pid);
    started.push(startDhcp(pid, folder));
    return { pid, metadataSocket, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function ready(holder: ChildProcess): Promise<number> {
  return bounded("the network of the instance", (resolve, reject) => {
    let complaint = "";
    holder.stderr?.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    holder.stdout?.once("data", () => {
      if (holder.pid !== undefined) resolve(holder.pid);
    });
    holder.once("error", reject);
    holder.once("exit", () =>
      reject(new Error(`the network of the instance could not be made: ${complaint}`)),
    );
  });
}

function listen(pid: number): Promise<Server> {
  const child = spawn(
    "setpriv",
    ["--pdeathsig", "KILL", ...besideInstance(pid), process.execPath, "--eval", LISTEN],
    { stdio: ["ignore", "ignore", "inherit", "ipc"] },
  );
  return bounded("the metadata service's socket", (resolve, reject) => {
    child.once("message", (_, handle) => {
      child.kill("SIGKILL");
      resolve(handle as Server);
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error("the metadata service's socket could not be opened")));
  });
}

// Addresses and names; --bind-dynamic waits for the card, which comes and goes with the instance. dnsmasq changes its
// group, and with that the kernel forgets that it is to die with its parent: a shell is process 1 of a namespace for it.
function startDhcp(pid: number, folder: string): ChildProcess {
  const range = `--dhcp-range=${INSTANCE_ADDRESS},${INSTANCE_ADDRESS},255.255.240.0,1h`;
  const child = spawnTied(
    [
      ...besideInstance(pid),
      ...["unshare", "--pid", "--fork", "--kill-child", "sh", "-c", '"$@" & wait', "dhcp"],
      ...["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--user=root"],
      ...["--no-resolv", "--no-hosts", "--no-ping", "--log-facility=-"],
      ...["--interface=vpc0", "--bind-dynamic", range, `--dhcp-leasefile=${join(folder, "leases")}`],
    ],
    { stdin: "ignore" },
  );
  child.stdout?.resume();
  child.stderr?.resume();
  return child;
}

function bounded<T>(
  what: string,
  work: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} did not come up in time`)), START_MS);
    const done = () => clearTimeout(timer);
    work(
      (value) => {
        done();
        resolve(value);
      },
      (error) => {
        done();
        reject(error);
      },
    );
  });
}
