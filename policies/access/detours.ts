import type { Boot } from "../boot/predict";

/**
 * Programs by which people enter a host past its security groups, its routes and its role: networks of their own, tunnels,
 * and an SSM agent that registers by an activation ("Hybrid and multicloud environments", Systems Manager guide).
 */
const OTHER_WAYS =
  /\b(?:tailscaled?|zerotier|netbird|nebula|twingate|cloudflared|ngrok|teleport|wireguard|wg-quick|openvpn|ssm-setup-cli)\b|\bamazon-ssm-agent\b.*-register\b/u;

/** The variable that sends the SSM agent by a proxy ("Configuring SSM Agent to use a proxy", Systems Manager guide). */
const PROXY = /\bhttps?_proxy\b/iu;

/** Whether the user data names a program that may let people in by a way that is not judged. */
export const namesAnotherWay = (boot: Pick<Boot, "parts">): boolean => names(boot, OTHER_WAYS);

/** Whether the user data names a proxy: port 443 out and a route are then not what decides. */
export const namesProxy = (boot: Pick<Boot, "parts">): boolean => names(boot, PROXY);

const COMMENT = /^\s*#/u;

const names = ({ parts }: Pick<Boot, "parts">, pattern: RegExp): boolean =>
  parts.some(
    ({ kind, source }) =>
      kind !== "unrecognised" &&
      source.text.split("\n").some((line) => !COMMENT.test(line) && pattern.test(line)),
  );
