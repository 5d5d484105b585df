import { composeUserData, type ComposeOptions } from "../../../components/cloud-init/compose";
import { rules } from "../../../policies/rules/index";
import { OWN_KEY } from "../repair/throw-away-root";

export type State = "open" | "closed" | "unknown";

/** What somebody's own user data does to a host of the component's, after its first boot and after the next one. */
export interface Row {
  readonly name: string;
  readonly image?: "bookworm" | "trixie";
  readonly userData: string;
  readonly options?: Partial<ComposeOptions>;
  readonly now: State;
  readonly later: State;
}

const HOST: ComposeOptions = { loginUser: "admin", family: "debian", keyPair: true, publicKeys: [OWN_KEY] };
const CONFIG = "/etc/ssh/sshd_config";
const script = (...lines: readonly string[]): string => `#!/bin/bash\n${lines.join("\n")}\n`;

export const ROWS: readonly Row[] = [
  { name: "nothing", image: "trixie", userData: script("true"), now: "open", later: "open" },
  {
    name: "no home that sshd would take",
    userData: script("chmod 777 /home/admin", "chown -R www-data /home/admin", "chmod 700 /home"),
    now: "open",
    later: "open",
  },
  {
    name: "no home at all",
    image: "trixie",
    userData: script("rm -rf /home/admin"),
    now: "open",
    later: "open",
  },
  {
    name: "no folder on the way to the keys that sshd would take, and no home",
    userData: script("chmod 777 / /etc /etc/ssh", "rm -rf /home/admin"),
    now: "closed",
    later: "open",
  },
  {
    name: "sshd that lets nobody in",
    image: "trixie",
    userData: script(
      `printf 'PubkeyAuthentication no\\nAllowUsers other\\nMaxSessions 0\\nDenyGroups sudo\\n' > ${CONFIG}.d/50-own.conf`,
      `printf 'Match User admin\\n  AuthorizedKeysFile none\\n' >> ${CONFIG}`,
      "systemctl restart ssh",
    ),
    now: "open",
    later: "open",
  },
  {
    name: "a main file that includes nothing",
    userData: `#cloud-config\nwrite_files:\n  - path: ${CONFIG}\n    content: |\n      PubkeyAuthentication no\n      UsePAM yes\n      Match User bob\n        ForceCommand /bin/false\n`,
    now: "open",
    later: "open",
  },
  {
    name: "a configuration that does not load",
    userData: script(
      `printf 'Foo bar\\nPort x\\n' >> ${CONFIG}`,
      `echo Nothing yes > ${CONFIG}.d/60-own.conf`,
      "systemctl restart ssh",
    ),
    now: "closed",
    later: "open",
  },
  {
    name: "another port, on the host itself only",
    userData: script(`printf 'Port 2222\\nListenAddress 127.0.0.1\\n' > ${CONFIG}.d/50-own.conf`),
    now: "open",
    later: "open",
  },
  {
    name: "a block that denies it beside ours: lists of several blocks add up",
    userData: script(
      `printf 'Match User admin\\n  DenyUsers admin\\n' >> ${CONFIG}`,
      "systemctl restart ssh",
    ),
    now: "closed",
    later: "closed",
  },
  {
    name: "a jail",
    userData: script(`echo 'ForceCommand /bin/false' > ${CONFIG}.d/50-own.conf`, "systemctl restart ssh"),
    now: "closed",
    later: "closed",
  },
  {
    name: "a jail and a second factor that are to be lifted",
    userData: script(
      `printf 'ForceCommand /bin/false\\nAuthenticationMethods publickey,password\\n' > ${CONFIG}.d/50-own.conf`,
    ),
    options: { keepOpen: true },
    now: "open",
    later: "open",
  },
  {
    name: "the account gone, and nobody to log in",
    image: "trixie",
    userData: script("userdel -r admin", "touch /etc/nologin"),
    now: "closed",
    later: "open",
  },
  {
    name: "no server from the next boot on",
    userData: script("systemctl disable ssh", "systemctl mask ssh", "rm -f /usr/local/sbin/latchkey-repair"),
    now: "open",
    later: "open",
  },
  {
    name: "a mount over /home that fails",
    userData: script("echo '/dev/vdz /home ext4 defaults 0 2' >> /etc/fstab"),
    now: "open",
    later: "open",
  },
  {
    name: "all of it before the server starts",
    userData:
      "#cloud-config\nusers:\n  - {name: app, groups: 7}\nbootcmd:\n  - chmod 700 /home\n  - touch /etc/nologin\n  - systemctl disable ssh\n",
    now: "open",
    later: "open",
  },
  {
    name: "the server's own program gone",
    userData: script("mv /usr/sbin/sshd /usr/sbin/sshd.off"),
    now: "open",
    later: "closed",
  },
];

/** The user data as EC2 gives it to the host, also where composing refuses it. @throws when nothing comes of it */
export function composedWith({ userData, options = {} }: Row): Buffer {
  const acceptedRules = rules.map(({ id }) => id);
  const given = { ...HOST, acceptedRules, ...options, userData: [{ text: userData }] };
  const { problems, userData: composed } = composeUserData(given);
  if (composed === undefined) throw new Error(`refused: ${JSON.stringify(problems)}`);
  return Buffer.from(composed.base64, "base64");
}
