import { set, type Effect } from "../../machine/effect";
import { DONE, type Command } from "../session";

/** Packages that carry a way in, by the service that stands for them. */
const PACKAGES: Readonly<Record<string, string>> = {
  "openssh-server": "sshd",
  openssh: "sshd",
  "amazon-ssm-agent": "amazon-ssm-agent",
};

const REMOVING = new Set(["remove", "purge", "erase", "autoremove", "rm", "del", "-e", "-r", "-P", "--erase", "--remove", "--purge"]);
const INSTALLING = new Set(["install", "add", "in", "-i", "-U", "--install", "reinstall"]);

/** apt-get(8), dnf(8), yum(8), zypper(8), apk(8), snap(8), rpm(8), dpkg(1): which packages come and go. */
export const packageManager: Command = (call) => {
  const verb = call.args.find((arg) => REMOVING.has(arg) || INSTALLING.has(arg));
  if (verb === undefined) return DONE;
  const installed = INSTALLING.has(verb);
  const since = call.since(`${call.name} ${verb}`);
  const services = call.args.flatMap((arg) => {
    const name = /(?:^|\/)amazon-ssm-agent[^/]*\.(?:rpm|deb)$/u.test(arg) ? "amazon-ssm-agent" : arg.replace(/[=:*].*$/u, "");
    return PACKAGES[name] ?? [];
  });
  return {
    status: "presumed",
    effects: services.map((service): Effect => set("service", service, servicesAfter(service, installed), since)),
  };
};

// Debian's packages start what they install; the agent's own rpm does not, but its image unit is enabled by a preset.
const servicesAfter = (service: string, installed: boolean): { installed: boolean; active?: boolean; enabled?: boolean } =>
  installed && service === "amazon-ssm-agent"
    ? { installed }
    : { installed, active: installed, enabled: installed };
