import { ANY } from "../../shell/value";
import { field, listItems, type Config, type ConfigValue } from "../config";

/** The entries of `users`, in any of the forms that cloud-init takes: a list, a comma-separated string, a mapping. */
export function userEntries(users: ConfigValue): readonly ConfigValue[] {
  if (typeof users.value === "string" && users.value.trim() === "") return [];
  if (typeof users.value === "string")
    return users.value.split(",").map((name) => ({ ...users, value: name.trim(), node: null }));
  if (Array.isArray(users.value)) return listItems(users);
  if (users.value === null || typeof users.value !== "object") return [];
  return Object.entries(users.value as Readonly<Record<string, unknown>>).map(([name, value]) => {
    const entry = field(users, name) ?? users;
    return { ...entry, value: { name, ...(typeof value === "object" ? value : {}) } };
  });
}

/** What an entry says of its account. */
export function settingsOf({ value }: ConfigValue): Settings {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  // Dashes stand for underscores (ug_util.normalize_users_groups).
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key.replaceAll("-", "_"), each]));
}

export type Settings = Readonly<Record<string, unknown>>;

// An entry without a name counts as the default user.
export const isDefault = ({ value }: ConfigValue): boolean => nameOf(value) === "default";

/** The account that an entry is about; a stand-in where that cannot be told. */
export function nameOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return typeof value[0] === "string" ? value[0] : "default";
  if (value === null || typeof value !== "object" || !("name" in value)) return "default";
  return typeof value.name === "string" ? value.name : ANY;
}

/** The groups of an entry, as cloud-init splits them up (Distro.add_user); what is no text stays as it is. */
export function groupsOf({ groups }: Settings): readonly unknown[] {
  if (typeof groups === "string") return groups === "" ? [] : groups.split(",").map((group) => group.trim());
  if (Array.isArray(groups))
    return (groups as readonly unknown[]).map((group) => (typeof group === "string" ? group.trim() : group));
  return groups !== null && typeof groups === "object" ? Object.keys(groups) : [];
}

/** Whether the image's default user is among the accounts: it is unless `users` does without it. */
export function wantsDefaultUser(config: Config): boolean {
  const values = config.get("users");
  const entries = values.flatMap(userEntries);
  return values.length === 0 || entries.some(isDefault) || Boolean(config.get("user").at(-1)?.value);
}
