import { BlockList, isIP, SocketAddress } from "node:net";

/** An address range, read: `10.0.0.0/8` is 10.0.0.0 and 8. */
interface Range {
  readonly address: string;
  readonly bits: number;
  readonly family: "ipv4" | "ipv6";
}

function readRange(cidr: string): Range | undefined {
  const [address = "", bits] = cidr.trim().split("/");
  const version = isIP(address);
  if (version === 0) return undefined;
  const most = version === 4 ? 32 : 128;
  const length = bits === undefined ? most : Number(bits);
  if (!Number.isInteger(length) || length < 0 || length > most) return undefined;
  return { address, bits: length, family: version === 4 ? "ipv4" : "ipv6" };
}

const holds = (outer: Range, inner: Range): boolean =>
  outer.family === inner.family &&
  outer.bits <= inner.bits &&
  listOf(outer).check(inner.address, inner.family);

function listOf({ address, bits, family }: Range): BlockList {
  const list = new BlockList();
  list.addSubnet(address, bits, family);
  return list;
}

/** Whether every address of one range is in another; false where one of them cannot be read. */
export function isWithin(inner: string, outer: string): boolean {
  const [a, b] = [readRange(inner), readRange(outer)];
  return a !== undefined && b !== undefined && holds(b, a);
}

/** Whether two ranges have an address in common; true where one of them cannot be read. */
export function mayMeet(one: string, other: string): boolean {
  const [a, b] = [readRange(one), readRange(other)];
  return a === undefined || b === undefined || holds(a, b) || holds(b, a);
}

/** Every address there is, of version 4 or 6. */
export const isWholeWorld = (cidr: string): boolean => readRange(cidr)?.bits === 0;

/** Ranges that nobody on the internet has: RFC 1918, RFC 6598, link-local, loopback, RFC 4193. */
const PRIVATE = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
  "127.0.0.0/8",
  "fc00::/7",
  "fe80::/10",
  "::1/128",
];

const privateRanges = PRIVATE.flatMap((cidr) => {
  const range = readRange(cidr);
  return range === undefined ? [] : [{ ...range, list: listOf(range) }];
});

/** Whether a range has private addresses only; false where it cannot be read. */
export function isPrivate(cidr: string): boolean {
  const inner = readRange(cidr);
  if (inner === undefined) return false;
  const address = new SocketAddress({ address: inner.address, family: inner.family });
  return privateRanges.some(
    ({ family, bits, list }) => family === inner.family && bits <= inner.bits && list.check(address),
  );
}

export const versionOf = (cidr: string): 4 | 6 | undefined => {
  const range = readRange(cidr);
  if (range === undefined) return undefined;
  return range.family === "ipv4" ? 4 : 6;
};
