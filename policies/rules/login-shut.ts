import { loginAccounts } from "../boot/login/host-login";
import { keyLogin, type LoginDecision } from "../boot/login/key-login";
import type { LoginReason } from "../boot/login/reason";
import { toldAccount } from "../boot/login/told-account";
import { keyAnswer } from "../access/ssh";
import { LIVE_WAYS } from "../access/way";
import type { Launch } from "../launch/launch";
import { defineRule } from "./rule";
import { isJudged } from "./scope";
import { describeOrigin, describeRepair, describeRest, placeOf } from "./wording";

export default defineRule({
  id: "login-shut",
  title: "The user data shuts the log-in that the key opens",
  severity: "critical",
  enforcement: "mandatory",
  verdict: true,
  judges: "launch",
  closes: ["ssh"],
  remedy:
    "Take the line out or undo it in a later step; or, if it is meant, open Session Manager with an instance profile that has AmazonSSMManagedInstanceCore.",
  causes: [
    "The user data removes, expires or hides what the key needs, and no other live way is proven open",
  ],
  check({ launch, image, boot, ways }) {
    if (launch.exists || !isJudged({ launch, image })) return [];
    // Where the image is not known, neither is the account: the rules for each cause still say what they see.
    if (image.loginUser.state !== "known" || image.initSystem !== "cloud-init") return [];
    const login = keyAnswer({ boot, image });
    if (login.state !== "closed" || login.nobodyHasKeys) return [];
    const machine = login.onlyFromReboot ? boot.afterReboot : boot.afterBoot;
    const cause = causeOf(loginAccounts(boot, machine), (account) => keyLogin(machine, account, image));
    if (cause === undefined) return [];
    if (LIVE_WAYS.some((way) => way !== "ssh" && ways[way].state === "open")) return [];
    const place = placeOf(cause.since);
    const lines = [
      `${holderOf(launch)}${describeOrigin(cause.since)}: ${cause.what}, so the key of ${toldAccount(cause.account, image) ?? "another account"} opens nothing, ${login.onlyFromReboot ? "from the next reboot on" : "from the first boot on"}.`,
      describeRest(ways, ["ssh"]),
      describeRepair(ways),
    ];
    return [{ message: lines.join("\n"), ...(place && { place }) }];
  },
});

/** The first line of the user data that keeps an account out, the login account's before any other's. */
function causeOf(
  accounts: readonly string[],
  decide: (account: string) => LoginDecision,
): (LoginReason & { readonly account: string }) | undefined {
  for (const account of accounts) {
    const decision = decide(account);
    const reason =
      decision.state === "closed"
        ? decision.reasons.find(({ since }) => since.from === "user-data")
        : undefined;
    if (reason !== undefined) return { ...reason, account };
  }
  return undefined;
}

/** Names the launch template that holds the user data, where it is not the launch itself. */
function holderOf({ resource, userData }: Launch): string {
  const holder = userData.state === "known" ? userData.value.holder : resource;
  return holder.urn === resource.urn ? "" : `${holder.type.replace(/\/[^:]*/u, "")} ${holder.name}, `;
}
