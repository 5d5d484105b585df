import type { Image } from "../image/recognise";
import { hasHostKey } from "../machine/host-keys";
import { trait, type Machine } from "../machine/machine";
import { is, type Origin } from "../machine/prediction";
import { TOO_MUCH, within } from "../work";
import { needs, type Check } from "./check";
import { checkShell } from "./login-shell";
import { checkHostKeys } from "./host-key-check";
import { checkKeyFiles } from "./key-files";
import type { LoginReason } from "./reason";
import { sessionChecks } from "./session/session-checks";
import { sshdAnswer, type SshdAnswer } from "./sshd-answer";
import { doesNotStart, withoutPam } from "./sshd-settings";
import { toldAccount } from "./told-account";

/** What the host itself answers to a log-in with the account's key, network aside. */
export type LoginDecision =
  | { readonly state: "open" }
  | { readonly state: "closed" | "unknown"; readonly reasons: readonly LoginReason[] };

/**
 * Decides as sshd does whether the account's key opens a session: the account, PAM's account stage, the shell, the way
 * to the key files (sshd_config(5), StrictModes), the key itself, and sshd and the host's firewall around all that.
 */
export const keyLogin = (machine: Machine, account: string, image: Image): LoginDecision =>
  within(
    () =>
      decide(machine, account, image, sshdAnswer(machine, account), [checkKeyFiles(machine, account, image)]),
    untold,
  );

const untold = (since: Origin): LoginDecision => ({ state: "unknown", reasons: [{ what: TOO_MUCH, since }] });

/** The same for a key that does not come from the account's own files, as EC2 Instance Connect's. */
export function admitsAccount(machine: Machine, account: string, image: Image): LoginDecision {
  return within(() => decide(machine, account, image, sshdAnswer(machine, account), []), untold);
}

function decide(
  machine: Machine,
  account: string,
  image: Image,
  sshd: SshdAnswer,
  own: readonly Check[],
): LoginDecision {
  const exists = trait(machine, "account", account, "exists");
  if (exists.certain && !exists.value && (machine.opaque.length === 0 || exists.since.from === "user-data")) {
    return {
      state: "closed",
      reasons: [{ what: `${nameOf(account, image)} is not there`, since: exists.since }],
    };
  }
  const checks: readonly Check[] = [
    needs(exists, true, "the account is not there"),
    needs(trait(machine, "account", account, "expired"), false, "the account has expired"),
    needs(
      trait(machine, "account", account, "passwordExpired"),
      false,
      "its password has expired and must be changed first",
    ),
    checkShell(machine, account),
    ...(account === "root"
      ? []
      : ["/etc/nologin", "/run/nologin"].map((file) =>
          needs(trait(machine, "file", file, "exists"), false, `${file} keeps everybody but root out`),
        )),
    ...own,
    sshd,
    checkLock(machine, account, sshd),
    ...sessionChecks(machine, account, withoutPam(sshd)),
    needs(trait(machine, "sshd", "", "acceptsKeys"), true, "sshd's configuration takes no keys"),
    needs(trait(machine, "service", "sshd", "installed"), true, "the SSH server is removed"),
    checkListening(machine),
    checkHostKeys(machine),
    ...checkPower(machine),
    needs(trait(machine, "firewall", "", "ssh"), true, "the host's firewall closes port 22"),
    needs(trait(machine, "firewall", "", "network"), true, "the host's network is down"),
    { unknown: machine.opaque.map(({ why, since }) => ({ what: why, since })) },
  ];
  const closed = distinct(checks.flatMap((check) => check.closed ?? []));
  // What is only missing may have been brought by something that cannot be seen into; what a line closed stays closed.
  const settled = machine.opaque.length === 0 || closed.some(({ since }) => since.from === "user-data");
  if (closed.length > 0 && settled) return { state: "closed", reasons: closed };
  const unknown = distinct(checks.flatMap((check) => check.unknown ?? []));
  return unknown.length > 0 ? { state: "unknown", reasons: unknown } : { state: "open" };
}

// One line may take several ways in at once.
const distinct = (reasons: readonly LoginReason[]): readonly LoginReason[] =>
  [
    ...new Map(
      reasons.map((reason) => [`${reason.what}\n${originKey(reason.since)}`, reason] as const).reverse(),
    ).values(),
  ].reverse();

const originKey = (since: Origin): string =>
  since.from === "image" ? "" : `${since.construct} ${String(since.place.part)} ${String(since.place.line)}`;

// Without PAM sshd itself turns a locked account away (sshd(8), "AUTHENTICATION").
function checkLock(machine: Machine, account: string, sshd: SshdAnswer): Check {
  const alone = withoutPam(sshd);
  const password = trait(machine, "account", account, "password");
  if (alone === false || (password.certain && password.value)) return {};
  const since =
    password.since.from === "user-data" ? password.since : trait(machine, "sshd", "", "started").since;
  const what = "without PAM sshd refuses an account whose password is locked";
  // Images differ in what root has for a password: `*` is no lock to sshd, `!` is one.
  const unclear = account === "root" && password.since.from === "image";
  return alone === undefined || !password.certain || unclear
    ? { unknown: [{ what, since }] }
    : { closed: [{ what, since }] };
}

/** How an account is named in a reason; one of an unknown image has a stand-in for a name, told in words. */
function nameOf(account: string, image: Image): string {
  if (account.includes(" ")) return "the account that the image logs in with";
  const name = toldAccount(account, image);
  return name === undefined ? "an account of the user data" : `the account ${name}`;
}

// Whether it starts again by itself only once cannot be told of a condition; that is what conditions are there for.
function checkPower(machine: Machine): readonly Check[] {
  const restarts = trait(machine, "host", "", "restarts");
  return [
    needs(trait(machine, "host", "", "powersOff"), false, "the host powers itself off"),
    ...(restarts.certain ? [needs(restarts, false, "the host starts again at every boot")] : []),
  ];
}

// A socket unit answers in the service's place and starts it with the first connection.
function checkListening(machine: Machine): Check {
  // What keeps it from starting is told by its host keys, or by its configuration.
  if (is(hasHostKey(machine), false)) return {};
  if (doesNotStart(machine)) return {};
  const comesUp = needs(
    trait(machine, "host", "", "comesUp"),
    true,
    "the boot stops at a file system that cannot be mounted",
  );
  if (comesUp.closed !== undefined || comesUp.unknown !== undefined) return comesUp;
  const check = needs(trait(machine, "service", "sshd", "active"), true, "the SSH server does not run");
  if (check.closed === undefined) return check;
  const socket = trait(machine, "service", "ssh.socket", "active");
  if (socket.certain) return socket.value ? {} : check;
  return {
    unknown: check.closed.map(({ since }) => ({
      what: "whether a socket starts the SSH server is not known",
      since,
    })),
  };
}
