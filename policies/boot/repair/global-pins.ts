import type { Settings } from "../sshd/settings";
import { parseListenAddress } from "../sshd/sockets";
import type { Configuration } from "./configuration";

/**
 * What stands above the blocks, where without it nobody at all gets in: a declared port on an address that is reached
 * from outside, and room for connections.
 *
 * @returns `undefined` where it hangs on the addresses that the host has
 */
export function globalPins({ ports }: Configuration, settings: Settings): string | undefined {
  const startups = settings.maxStartups.state === "unknown" ? undefined : settings.maxStartups.value.begin;
  const listening = listens(ports, settings);
  if (listening === undefined) return undefined;
  const lines = [...(startups === 0 ? ["MaxStartups 10:30:100"] : []), ...listening];
  return lines.map((line) => `${line}\n`).join("");
}

function listens(wanted: readonly number[], settings: Settings): readonly string[] | undefined {
  const { ports, listenAddresses, addressFamily } = settings;
  if (ports.state === "unknown" || listenAddresses.state === "unknown" || addressFamily.state === "unknown")
    return undefined;
  const numbers = ports.value.map(({ value }) => value);
  const ends = endpoints(
    listenAddresses.value.map(({ value }) => value),
    numbers,
  );
  const onPort = ends.filter(({ port }) => wanted.includes(port));
  const onlySix = addressFamily.value === "inet6";
  if (onPort.some(({ host }) => host === "::" || (!onlySix && (host === "0.0.0.0" || host === ""))))
    return [];
  // One of the host's own addresses may be among them.
  if (onPort.some(({ host }) => !/^(?:127\.|localhost$|::1$)/u.test(host))) return undefined;
  const [port = 22] = wanted;
  const family = onlySix ? ["AddressFamily any"] : [];
  if (listenAddresses.value.length > 0)
    return [...family, `ListenAddress 0.0.0.0:${String(port)}`, `ListenAddress [::]:${String(port)}`];
  return onPort.length > 0 ? family : [...family, `Port ${String(port)}`];
}

interface Listening {
  readonly host: string;
  readonly port: number;
}

function endpoints(addresses: readonly string[], ports: readonly number[]): readonly Listening[] {
  if (addresses.length === 0) return ports.map((port) => ({ host: "", port }));
  return addresses.flatMap((address): readonly Listening[] => {
    const parsed = parseListenAddress(address);
    if (!("address" in parsed)) return [];
    const own = parsed.port === undefined ? ports : [parsed.port];
    return own.map((port) => ({ host: parsed.address, port }));
  });
}
