import { set } from "../../machine/effect";
import { applyTo, type CloudBoot, type Module } from "../boot";
import { field, listItems, originOf, type ConfigValue } from "../config";

/** Sets passwords from `password` and `chpasswd` (cc_set_passwords); they have to be changed at the next log-in unless told otherwise. */
export const setPasswords: Module = {
  name: "set_passwords",
  stage: "config",
  everyBoot: false,
  run(boot) {
    const chpasswd = boot.config.get("chpasswd")[0];
    const expire = chpasswd === undefined || field(chpasswd, "expire")?.value !== false;
    const password = boot.config.get("password")[0];
    if (typeof password?.value === "string") setPassword(boot, boot.loginUser, password, "password", expire);
    if (chpasswd === undefined) return;
    const users = field(chpasswd, "users");
    for (const user of users === undefined ? [] : listItems(users)) {
      const name = field(user, "name")?.value;
      if (typeof name === "string") setPassword(boot, name, user, "chpasswd", expire);
    }
    const list = field(chpasswd, "list");
    for (const name of listedNames(list?.value)) if (list !== undefined) setPassword(boot, name, list, "chpasswd", expire);
  },
};

function setPassword(boot: CloudBoot, name: string, value: ConfigValue, construct: string, expire: boolean): void {
  applyTo(boot, [set("account", name, { password: true, passwordExpired: expire }, originOf(value, construct))]);
}

function listedNames(list: unknown): readonly string[] {
  const lines: readonly unknown[] = typeof list === "string" ? list.split("\n") : Array.isArray(list) ? list : [];
  return lines.flatMap((line) => (typeof line === "string" && line.includes(":") ? [line.slice(0, line.indexOf(":")).trim()] : []));
}
