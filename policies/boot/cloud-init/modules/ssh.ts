import { blur, set } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { IMAGE } from "../../machine/prediction";
import { holdsKey } from "../../shell/commands/key-text";
import { ANY } from "../../shell/value";
import { applyTo, type Module } from "../boot";
import { originOf } from "../config";

/** Gives the key pair and top-level `ssh_authorized_keys` to the default user (cc_ssh). */
export const ssh: Module = {
  name: "ssh",
  stage: "init",
  everyBoot: false,
  run(boot) {
    for (const key of ["ssh_keys", "ssh_genkeytypes"]) {
      const value = boot.config.get(key)[0];
      if (value !== undefined)
        applyTo(boot, [blur("sshd", "", "the host keys are replaced", originOf(value, key))]);
    }
    const exists = trait(boot.machine, "account", boot.loginUser, "exists");
    if (exists.certain && !exists.value) return;
    // An entry of the same name is no default user: it gets no key pair.
    if (exists.certain && exists.since.from === "user-data") return;
    if (!exists.certain) {
      applyTo(boot, [blur("account", boot.loginUser, exists.why, exists.since, ["keys"])]);
      return;
    }
    const values = boot.config.get("ssh_authorized_keys");
    const listed = values.at(-1);
    const texts: readonly unknown[] = values.flatMap(({ value }) =>
      Array.isArray(value) ? (value as readonly unknown[]) : [value],
    );
    if (listed?.value === null) {
      applyTo(boot, [
        blur(
          "account",
          boot.loginUser,
          "ssh_authorized_keys is empty",
          originOf(listed, "ssh_authorized_keys"),
          ["keys"],
        ),
      ]);
      return;
    }
    const hasListed = texts.some((key) => typeof key === "string" && (holdsKey(key) || key.includes(ANY)));
    if (hasListed && listed !== undefined) {
      applyTo(boot, [
        set("account", boot.loginUser, { keys: true }, originOf(listed, "ssh_authorized_keys")),
      ]);
      return;
    }
    const imports = boot.config.get("allow_public_ssh_keys")[0];
    if (imports?.value === false) {
      applyTo(boot, [
        set("account", boot.loginUser, { keys: false }, originOf(imports, "allow_public_ssh_keys")),
      ]);
      return;
    }
    if (boot.keyPair.state === "unknown") {
      applyTo(boot, [
        blur("account", boot.loginUser, "whether it has a key pair is not known", IMAGE, ["keys"]),
      ]);
      return;
    }
    applyTo(boot, [
      set("account", boot.loginUser, { keys: boot.keyPair.state === "known" && boot.keyPair.value }, IMAGE),
    ]);
  },
};
