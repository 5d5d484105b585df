import { decodeUserData } from "@latchkey/policies/decode";
import { isMap, isScalar, isSeq, type Document, type Node } from "yaml";
import type { Access } from "./accounts";
import { mimePart, type UserDataPart } from "./merge";
import { writeMime } from "./mime";
import type { InputProblem } from "./problem";

/** The caller's own user data, seen as what our part is merged into. */
export interface CallersUserData {
  /** The form in which it writes `users`, where it does. */
  readonly usersForm?: "list" | "mapping";
  /** Names that it lists in `users` where that is one text, which no list can be merged into. */
  readonly userNames: readonly string[];
  /** What it says that ours cannot live with. */
  readonly problems: readonly InputProblem[];
  /** How many parts each of the given user data comes to, in their order. */
  readonly partCounts: readonly number[];
}

/** What the user data of one property is called in messages: `userData[1]`. */
export const userDataProperty = (index: number): string => `userData[${String(index)}]`;

/**
 * Reads user data as cloud-init will, for what touches the accounts that ours adds.
 *
 * @param consoleOnly whether the host itself keeps the recovery user's password off the network, whatever is said of
 *   passwords
 */
export function readCallersUserData(
  given: readonly UserDataPart[],
  access: Access,
  { consoleOnly }: { readonly consoleOnly: boolean },
): CallersUserData {
  const problems: InputProblem[] = [];
  const forms = new Set<"list" | "mapping" | "text">();
  let userNames: readonly string[] = [];
  const partCounts = given.map((part, index) => {
    const parts = partsOf(part);
    for (const { config, source } of parts) {
      if (config === undefined) continue;
      const lineOf = (node: Node): number => source.placeAt(node.range?.[0] ?? 0).line;
      const tell = (node: Node, what: string, remedy: string): void => {
        problems.push({
          property: userDataProperty(index),
          reason: `line ${String(lineOf(node))}: ${what}`,
          remedy,
        });
      };
      const users = valueOf(config, "users");
      if (isSeq(users)) forms.add("list");
      else if (isMap(users)) forms.add("mapping");
      else if (isScalar(users) && typeof users.value === "string") {
        forms.add("text");
        userNames = users.value.split(",").map((name) => name.trim());
      }
      for (const conflict of conflicts(config, access, consoleOnly))
        tell(conflict.node, conflict.what, conflict.remedy);
    }
    return parts[0]?.source.placeAt(0).parts ?? 0;
  });
  if (forms.size > 1) {
    problems.push({
      property: "userData",
      reason:
        "its parts write users in several forms (list, mapping, text): cloud-init keeps one of them only",
      remedy: "Write users as a list in each",
    });
  }
  const [usersForm] = forms;
  return {
    ...(usersForm !== undefined && usersForm !== "text" && { usersForm }),
    userNames,
    problems,
    partCounts,
  };
}

/** Inside a message of its own, so that the counting is that of the composed message. */
const partsOf = (part: UserDataPart): ReturnType<typeof decodeUserData>["parts"] =>
  decodeUserData({ text: writeMime([mimePart(part)]), encoding: "plain" }).parts;

interface Conflict {
  readonly node: Node;
  readonly what: string;
  readonly remedy: string;
}

/** Modules that make the accounts and give them their keys. */
const NEEDED: Readonly<Record<string, readonly string[]>> = { cloud_init_modules: ["users_groups", "ssh"] };

function conflicts(
  config: Document,
  { loginUser, recoveryUser }: Access,
  consoleOnly: boolean,
): readonly Conflict[] {
  const found: Conflict[] = [];
  const user = valueOf(config, "user") ?? fieldOf(fieldOf(config.contents, "system_info"), "default_user");
  const renamed = isMap(user) ? fieldOf(user, "name") : user;
  if (
    renamed !== undefined &&
    isScalar(renamed) &&
    renamed.value !== loginUser &&
    renamed.value !== "default"
  ) {
    found.push({
      node: renamed,
      what: "the login user gets another name than loginUser says",
      remedy: "Give that name as loginUser, or leave the user as the image has it",
    });
  }
  const passwords = valueOf(config, "ssh_pwauth");
  if (
    recoveryUser !== undefined &&
    !consoleOnly &&
    isScalar(passwords) &&
    [true, "yes", "true", "True", "on", "1"].includes(passwords.value as string)
  ) {
    found.push({
      node: passwords,
      what: "password log-in over SSH is switched on, and the recovery user's password is meant for the console only",
      remedy: "Take ssh_pwauth out, or leave recoveryUser out",
    });
  }
  for (const [key, modules] of Object.entries(NEEDED)) {
    const list = valueOf(config, key);
    if (!isSeq(list)) continue;
    const names = list.items.map((item) => nameOfModule(item as Node));
    const missing = modules.filter((module) => !names.includes(module));
    if (missing.length > 0) {
      found.push({
        node: list,
        what: `${key} replaces the image's list and leaves out ${missing.join(" and ")}: no account would be made or given its key`,
        remedy: `Take ${key} out, or name ${missing.join(" and ")} in it`,
      });
    }
  }
  return found;
}

const nameOfModule = (item: Node): string => {
  const name: unknown = isSeq(item)
    ? (item.items[0] as { value?: unknown } | undefined)?.value
    : isScalar(item)
      ? item.value
      : "";
  return String(name).replaceAll("-", "_");
};

const valueOf = (config: Document, key: string): Node | undefined => fieldOf(config.contents, key);

function fieldOf(node: unknown, key: string): Node | undefined {
  if (!isMap(node)) return undefined;
  return (node.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value ?? undefined) as
    Node | undefined;
}
