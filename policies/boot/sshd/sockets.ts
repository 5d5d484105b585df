import { isIP } from "node:net";
import type { Verdict } from "./algorithms";
import { port } from "./numbers";
import type { Version } from "./version";

type Used = number | NonNullable<Verdict>;
interface Words {
  readonly words: readonly string[];
  readonly version: Version;
}

/** An address and its port: ListenAddress of servconf.c. No port: those that Port names. */
export interface Endpoint {
  readonly address: string;
  readonly port: number | undefined;
}

/** A host up to ":", in brackets or not: hpdelim() and cleanhostname() of misc.c; undefined for bad syntax. */
function splitHost(text: string): { host: string; after: string | undefined } | undefined {
  if (text.startsWith("[")) {
    const close = text.indexOf("]");
    if (close === -1) return undefined;
    const next = text[close + 1];
    if (next !== undefined && next !== ":") return undefined;
    return { host: text.slice(1, close), after: next === undefined ? undefined : text.slice(close + 2) };
  }
  const at = text.search(/[:/]/u);
  if (at === -1) return { host: text, after: undefined };
  return text[at] === "/" ? undefined : { host: text.slice(0, at), after: text.slice(at + 1) };
}

/** What a ListenAddress argument stands for, or why sshd refuses it. */
export function parseListenAddress(text: string): Endpoint | NonNullable<Verdict> {
  if (!text.includes("[") && text.indexOf(":") !== text.lastIndexOf(":"))
    return { address: text, port: undefined };
  const split = splitHost(text);
  if (!split) return { fails: "the address is not one" };
  if (split.after === undefined) return { address: split.host, port: undefined };
  const number = port(split.after);
  if (number === "unknown") return { unknown: "which port the service's name stands for" };
  if (number === undefined || number <= 0) return { fails: "the port is not one" };
  return { address: split.host, port: number };
}

/** The check of a ListenAddress line. Names are looked up when the whole configuration is read; that cannot be told. */
export function listenAddress({ words, version }: Words): Used {
  const [address = "", ...more] = words;
  if (address === "") return { fails: "the argument is missing" };
  const endpoint = parseListenAddress(address);
  if (!("address" in endpoint)) return endpoint;
  if (more.length > 0 && !(version < 807 && more[0] === "")) {
    const domain = more[0] === "rdomain" && more[1] !== undefined && version >= 707;
    return domain ? { unknown: "the routing domain" } : { fails: "the address has something after it" };
  }
  if (isIP(endpoint.address) === 0) return { unknown: "whether the host's name can be looked up" };
  return words.length;
}

/** The check of PermitOpen, or of PermitListen, which also takes a port alone. */
export const permitted =
  (listen: boolean) =>
  ({ words, version }: Words): Used => {
    const [first = ""] = words;
    if (first === "") return { fails: "the argument is missing" };
    if (first === "any" || first === "none") return 1;
    let used = 0;
    for (const word of words) {
      if (word === "") break;
      used++;
      const alone = listen && !word.includes(":");
      const text = alone ? word : splitHost(word)?.after;
      if (text === undefined) return { fails: "the host or its port is missing" };
      const number = text === "*" ? 1 : port(text);
      if (number === "unknown") return { unknown: "which port the service's name stands for" };
      if (number === undefined || number <= 0) return { fails: "the port is not one" };
    }
    return version < 807 ? words.length : used;
  };
