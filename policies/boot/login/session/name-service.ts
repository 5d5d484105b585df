import type { Machine } from "../../machine/machine";
import type { Check } from "../check";
import { hostLines, hostText } from "./texts";

const PATH = "/etc/nsswitch.conf";

/** Whether accounts of /etc/passwd are still found (nsswitch.conf(5)): without its source nobody is known to the host, root neither. */
export function nameService(machine: Machine): Check {
  const text = hostText(machine, PATH);
  if (text.state === "image" || text.state === "absent") return {};
  if (text.state === "unknown") return { unknown: [{ what: text.why, since: text.since }] };
  const lines = hostLines(text.file);
  const unclear = lines.find(({ exact, text: line }) => !exact && !/^(?!passwd|shadow)[a-z]+:/u.test(line));
  const found = lines.filter(({ exact }) => exact).map((line) => ({ ...line, ...sourcesOf(line.text) }));
  const passwd = found.find(({ database }) => database === "passwd");
  const shadow = found.find(({ database }) => database === "shadow");
  if (passwd !== undefined && !names(passwd.sources))
    return { closed: [{ what: "no account of the host is found any more", since: passwd.since }] };
  if (shadow !== undefined && !names(shadow.sources))
    return { unknown: [{ what: "the host's passwords are not found any more", since: shadow.since }] };
  if (unclear !== undefined)
    return { unknown: [{ what: "where accounts are looked for is not known", since: unclear.since }] };
  const conditional = [passwd, shadow].find(
    (each) =>
      each?.sources[0] !== undefined &&
      !/^(?:files|compat)$/u.test(each.sources[0]) &&
      each.text.includes("["),
  );
  return conditional === undefined
    ? {}
    : { unknown: [{ what: "where accounts are looked for is not known", since: conditional.since }] };
}

function sourcesOf(line: string): { readonly database: string; readonly sources: readonly string[] } {
  const [, database = "", rest = ""] = /^([a-z_]+):(.*)$/u.exec(line) ?? [];
  return {
    database,
    sources: rest
      .replace(/\[[^[\]]*\]/gu, " ")
      .split(/\s+/u)
      .filter((word) => word !== ""),
  };
}

const names = (sources: readonly string[]): boolean =>
  sources.some((source) => /^(?:files|compat|altfiles)$/u.test(source));
