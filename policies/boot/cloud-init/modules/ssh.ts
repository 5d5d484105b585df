import { blur, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { IMAGE, type Origin } from "../../machine/prediction";
import { SOME_KEY } from "../../machine/key-line";
import { ANY } from "../../shell/value";
import { applyTo, type CloudBoot, type Module } from "../boot";
import { originOf, type ConfigValue } from "../config";
import { hostKeyEffects } from "./host-keys";
import { givenKeys } from "./given-keys";
import { wantsDefaultUser } from "./user-names";

/** Gives the key pair and top-level `ssh_authorized_keys` to the default user and, without a log-in, to root (cc_ssh). */
export const ssh: Module = {
  name: "ssh",
  stage: "init",
  everyBoot: false,
  run(boot) {
    applyTo(boot, hostKeyEffects(boot));
    giveKeys(boot, keysToGive(boot));
  },
};

function giveKeys(boot: CloudBoot, keys: Keys): void {
  const { loginUser } = boot;
  const exists = trait(boot.machine, "account", loginUser, "exists");
  const wanted = wantsDefaultUser(boot.config);
  if (wanted && !exists.certain) {
    applyTo(boot, [blur("account", loginUser, exists.why, exists.since, ["keys"])]);
    return;
  }
  // Without the account that the keys are for they are given to nobody, root included.
  if (wanted && exists.certain && !exists.value) return;
  if (keys.state === "fails") {
    if (wanted) applyTo(boot, [set("account", loginUser, { keys: false }, keys.since)]);
    return;
  }
  if (wanted) applyTo(boot, keyEffects(boot, loginUser, keys));
  if (!wanted || loginUser !== "root") applyTo(boot, rootEffects(boot, keys));
}

type Keys =
  | { readonly state: "known"; readonly text: string; readonly since: Origin }
  | { readonly state: "unknown"; readonly why: string; readonly since: Origin }
  /** The module ends before it gives out any. */
  | { readonly state: "fails"; readonly since: Origin };

function keysToGive(boot: CloudBoot): Keys {
  const values = boot.config.get("ssh_authorized_keys");
  const last = values.at(-1);
  const since = last === undefined ? IMAGE : originOf(last, "ssh_authorized_keys");
  if (last?.value === null) return { state: "fails", since };
  const listed = values.flatMap(listedKeys).join("\n");
  const imports = boot.config.get("allow_public_ssh_keys")[0];
  if (imports?.value === false)
    return {
      state: "known",
      text: listed,
      since: listed === "" ? originOf(imports, "allow_public_ssh_keys", "public-keys-off") : since,
    };
  if (boot.keyPair.state === "unknown" && listed === "")
    return { state: "unknown", why: "whether it has a key pair is not known", since: IMAGE };
  const hasKeyPair = boot.keyPair.state === "known" && boot.keyPair.value;
  return {
    state: "known",
    text: `${listed}${listed === "" ? "" : "\n"}${hasKeyPair ? SOME_KEY : ""}`,
    since: hasKeyPair ? IMAGE : since,
  };
}

// A text in place of a list is taken letter by letter, and no letter is a key.
const listedKeys = ({ value }: ConfigValue): readonly string[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : []).map((key) =>
    typeof key === "string" ? key.trim() : "",
  );

function keyEffects(
  boot: CloudBoot,
  account: string,
  keys: Exclude<Keys, { state: "fails" }>,
): readonly Effect[] {
  const home = account === "root" ? "/root" : `/home/${account}`;
  const text = keys.state === "known" ? keys.text : ANY;
  const effects = givenKeys(boot, account, home, text, keys.since);
  return keys.state === "known"
    ? effects
    : [...effects, blur("account", account, keys.why, keys.since, ["keys"])];
}

// `disable_root`, as every image has it, has root's keys tell whom to log in as, and nothing else.
function rootEffects(boot: CloudBoot, keys: Exclude<Keys, { state: "fails" }>): readonly Effect[] {
  const disabled = boot.config.get("disable_root").at(-1);
  const options = boot.config.get("disable_root_opts").at(-1);
  const tells =
    options === undefined || (typeof options.value === "string" && options.value.includes("command="));
  const before = trait(boot.machine, "account", "root", "keys");
  if (disabled === undefined ? tells : isTrue(disabled.value) && tells) {
    const effects = givenKeys(boot, "root", "/root", "", IMAGE);
    return effects.filter((effect) => !(effect.kind === "set" && effect.subject === "account"));
  }
  return before.certain && before.value ? [] : keyEffects(boot, "root", keys);
}

// util.translate_bool
const isTrue = (value: unknown): boolean =>
  value === true || value === 1 || (typeof value === "string" && /^(?:true|1|on|yes)$/iu.test(value.trim()));
