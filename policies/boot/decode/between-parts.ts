import { isMap, isScalar, isSeq, type Node } from "yaml";
import { mergingOf } from "./merging";
import type { Part } from "./part";
import { error, warning, type Problem } from "./problem";

/** What parts do to each other: lists that a later cloud-config replaces, scripts that a later one overwrites. */
export function problemsBetween(parts: readonly Part[]): readonly Problem[] {
  return [...overwrittenScripts(parts), ...lostLists(parts)];
}

function overwrittenScripts(parts: readonly Part[]): readonly Problem[] {
  const scripts = parts.filter((part) => part.kind === "script");
  return scripts.flatMap((part, index) => {
    const again = scripts
      .slice(index + 1)
      .some((later) => later.filename === part.filename && later.frequency === part.frequency);
    if (!again) return [];
    const message = "a later script has the same file name and replaces this one: it does not run";
    return [error("duplicate-filename", part.source.placeAt(0), message)];
  });
}

function lostLists(parts: readonly Part[]): readonly Problem[] {
  const problems: Problem[] = [];
  const earlier = new Map<string, Node>();
  for (const { config, source, mergeType } of parts) {
    if (config === undefined || !isMap(config.contents)) continue;
    const merging = mergingOf(config, mergeType);
    if (merging === undefined) continue;
    for (const { key, value } of config.contents.items) {
      if (!isScalar(key) || typeof key.value !== "string" || !isSeq(value)) continue;
      const name = key.value;
      const before = earlier.get(name);
      earlier.set(name, value);
      if (before === undefined || sameItems(before, value)) continue;
      const lost = { replace: "earlier", overlay: "earlier", keep: "later", append: "", prepend: "" }[
        merging.lists
      ];
      if (lost === "") continue;
      const message =
        lost === "earlier"
          ? `${describeKey(name)} of an earlier cloud-config is replaced by this one: add merge_how to this part to join them`
          : `${describeKey(name)} stands in an earlier cloud-config already and the merge type keeps that one: this one is lost`;
      problems.push(warning("mime-later-part-overrides", source.placeAt(key.range?.[0] ?? 0), message));
    }
  }
  return problems;
}

const sameItems = (one: Node, other: Node): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Names of cloud-config's own keys may be told, others could be anything. */
const KNOWN_LISTS: ReadonlySet<string> = new Set([
  "users",
  "groups",
  "runcmd",
  "bootcmd",
  "write_files",
  "ssh_authorized_keys",
  "packages",
  "mounts",
  "cloud_init_modules",
  "cloud_config_modules",
  "cloud_final_modules",
]);

const describeKey = (name: string): string => (KNOWN_LISTS.has(name) ? name : "a list");
