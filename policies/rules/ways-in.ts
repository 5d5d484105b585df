import { z } from "zod";
import { WAYS, type WayReason } from "../access/way";
import { keyLogin, type LoginDecision } from "../boot/login/key-login";
import { defineRule, type LaunchSubject } from "./rule";
import { describeReason } from "./wording";

export default defineRule({
  id: "ways-in",
  title: "Which ways into a launch are open, closed or unknown, and why",
  severity: "low",
  enforcement: "advisory",
  judges: "launch",
  closes: [...WAYS],
  remedy: "Set `show` to false to have nothing reported.",
  informs: true,
  causes: ["Every launch, where `show` is true"],
  options: z.strictObject({
    show: z.boolean().default(false).describe("Report the ways into every launch."),
  }),
  check(subject, { show }) {
    if (!show) return [];
    const { ways } = subject;
    const states = WAYS.map((way) => `${way}=${ways[way].state}`).join(", ");
    const now = hostLogin(subject, "afterBoot");
    const later = hostLogin(subject, "afterReboot");
    const lines = [
      `ways in: ${states}`,
      `host: login=${now.state}, after reboot=${later.state}`,
      ...WAYS.flatMap((way) => told(way, ways[way].reasons)),
      ...told("login", reasonsOf(now)),
      ...told("after reboot", reasonsOf(later)),
      ...subject.accepted.map(({ rule, reason }) => `accepted: ${rule} (${reason})`),
    ];
    return [{ message: lines.join("\n") }];
  },
});

/** What the machine itself answers to the login user's key, network aside. */
function hostLogin({ boot, image }: LaunchSubject, when: "afterBoot" | "afterReboot"): LoginDecision {
  if (boot.loginUserIs === "unknown")
    return { state: "unknown", reasons: [{ what: "the image is not known", since: { from: "image" } }] };
  return keyLogin(boot[when], boot.loginUser, image);
}

const reasonsOf = (decision: LoginDecision): readonly WayReason[] =>
  decision.state === "open" ? [] : decision.reasons;

const told = (what: string, reasons: readonly WayReason[]): readonly string[] => [
  ...new Set(reasons.map((reason) => `${what}: ${describeReason(reason)}`)),
];
