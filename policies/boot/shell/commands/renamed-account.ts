import { copiedTraits } from "../../machine/copy-traits";
import { blur, set, type Effect } from "../../machine/effect";
import { mentioned, trait } from "../../machine/machine";
import { isBelow } from "../../machine/paths";
import { is } from "../../machine/prediction";
import type { Call } from "../session";
import { isExact, type Value } from "../value";
import { isName } from "./account-names";

/** usermod(8), `--login`: home, keys and groups stay what they are, and so do files, which know their owner by number. */
export function renamedAccountEffects(call: Call, name: string, login: Value): readonly Effect[] {
  const { machine } = call.session;
  const since = call.since("usermod --login");
  const gone = set("account", name, { exists: false, keys: false }, since);
  if (!isExact(login)) return [gone, blur("account", name, "which name it has now is not known", since)];
  if (!isName(login)) return [];
  return [
    ...copiedTraits(machine, "account", name, login),
    set("account", login, { exists: true }, since),
    gone,
    ...ownedBy(call, name).map((path) => set("file", path, { owner: login }, since)),
  ];
}

/** usermod(8), `--uid`: what the account owns outside its home keeps the number that is nobody's now. */
export function renumberedEffects(call: Call, name: string, uid: Value | undefined): readonly Effect[] {
  if (uid === undefined) return [];
  const { machine } = call.session;
  const since = call.since("usermod --uid");
  const home = trait(machine, "account", name, "home");
  const why = "it belongs to the number that the account had";
  const left = ownedBy(call, name).filter(
    (path) => !home.certain || (path !== home.value && !isBelow(path, home.value)),
  );
  return [
    /^\d{1,9}$/u.test(uid)
      ? set("account", name, { uid: Number(uid) }, since)
      : blur("account", name, "its number is not known", since, ["uid"]),
    ...left.map((path) => blur("file", path, why, since, ["owner"])),
  ];
}

const ownedBy = ({ session: { machine } }: Call, name: string): readonly string[] =>
  mentioned(machine, "file").filter((path) => is(trait(machine, "file", path, "owner"), name));
