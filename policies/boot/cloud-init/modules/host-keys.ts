import { ownValue } from "../../../facts/own";
import { blur, set, type Effect } from "../../machine/effect";
import { HOST_KEYS } from "../../machine/host-keys";
import { IMAGE, type Origin } from "../../machine/prediction";
import { isExact } from "../../shell/value";
import type { CloudBoot } from "../boot";
import { originOf } from "../config";

/**
 * cc_ssh takes the image's host keys away, and puts those in their place that are given, or makes some of certain types.
 * A key that is written but is none counts as one that is not there: sshd passes over both.
 */
export function hostKeyEffects({ config }: CloudBoot): readonly Effect[] {
  const given = config.get("ssh_keys").at(-1);
  const types = config.get("ssh_genkeytypes").at(-1);
  const keeps = config.get("ssh_deletekeys").at(-1) !== undefined;
  const asked = given ?? types;
  const since =
    asked === undefined ? IMAGE : originOf(asked, given === undefined ? "ssh_genkeytypes" : "ssh_keys");
  return HOST_KEYS.map((path) => {
    const type = /ssh_host_(\w+)_key$/u.exec(path)?.[1] ?? "";
    const made = given === undefined ? isMade(types?.value, type) : isGiven(given.value, type);
    return keyEffect(path, made === false && keeps ? undefined : made, since);
  });
}

function keyEffect(path: string, made: boolean | undefined, since: Origin): Effect {
  if (made === undefined) return blur("file", path, "the host keys are replaced", since);
  return set(
    "file",
    path,
    made ? { exists: true, mode: 0o600, owner: "root", group: "root" } : { exists: false },
    since,
  );
}

function isMade(types: unknown, type: string): boolean | undefined {
  if (types === undefined || types === type) return true;
  if (!Array.isArray(types)) return undefined;
  return types.includes(type)
    ? true
    : types.length > 0 && !types.every((each) => TYPES.has(each))
      ? undefined
      : false;
}

const TYPES: ReadonlySet<unknown> = new Set(["rsa", "ecdsa", "ed25519"]);

// A key that looks like one may still be broken.
function isGiven(keys: unknown, type: string): boolean | undefined {
  if (keys === null || typeof keys !== "object") return undefined;
  const text = ownValue(keys as Readonly<Record<string, unknown>>, `${type}_private`);
  if (text === undefined) return false;
  return typeof text === "string" && isExact(text) && !mayBeKey(text) ? false : undefined;
}

function mayBeKey(text: string): boolean {
  const [, body = ""] = /-----BEGIN [A-Z ]*PRIVATE KEY-----\n([^-]*)-----END /u.exec(text) ?? [];
  return body.replace(/\s/gu, "").length >= 64;
}
