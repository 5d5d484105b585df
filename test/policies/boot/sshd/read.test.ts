import type { SshdFiles } from "../../../../policies/boot/sshd/files";
import type { Distribution } from "../../../../policies/boot/sshd/keywords";
import { readSshdConfig, type ReadConfig } from "../../../../policies/boot/sshd/read";
import { ANY } from "../../../../policies/boot/shell/value";

const MAIN = "/etc/ssh/sshd_config";

/** Files by path; a directory lists what is below it. */
export const filesOf = (
  texts: Readonly<Record<string, string>>,
  unknown: readonly string[] = [],
): SshdFiles => ({
  read: (path) => {
    if (unknown.includes(path)) return { state: "unknown", why: "downloaded" };
    const text = texts[path];
    return text === undefined ? { state: "absent" } : { state: "known", text };
  },
  list: (directory) =>
    [...Object.keys(texts), ...unknown]
      .filter((path) => path.startsWith(`${directory}/`))
      .map((path) => path.slice(directory.length + 1))
      .filter((name) => !name.includes("/")),
});

const read = (text: string, openssh: string | undefined, distribution: Distribution = "debian"): ReadConfig =>
  readSshdConfig(filesOf({ [MAIN]: text }), { openssh, distribution });

describe("whether sshd starts", () => {
  test.each([
    ["takes a keyword in any case", "9.2", "passwordAUTHENTICATION No", "loads"],
    ["takes an equals sign", "9.2", "Port=22", "loads"],
    ["takes a deprecated keyword", "9.2", "Protocol 2\nUseLogin no", "loads"],
    ["takes a comment behind a value", "7.4", "PermitRootLogin no # never", "loads"],
    ["refuses a typo", "9.2", "PasswordAuthentification no", 1],
    ["refuses what came later", "7.4", "\nInclude /etc/ssh/sshd_config.d/*.conf", 2],
    ["refuses what came later under its new name", "8.4", "PubkeyAcceptedAlgorithms ssh-ed25519", 1],
    ["knows the client's keywords are not the server's", "9.2", "IgnoreUnknown *", 1],
    ["refuses a value that is none", "9.2", "PermitRootLogin never", 1],
    ["refuses a shell's end of a command", "9.2", "PubkeyAuthentication yes;", 1],
    ["refuses two values", "9.2", "PubkeyAuthentication yes no", 1],
    ["refuses no value", "9.2", "AllowUsers", 1],
    ["took a list of nobody before 8.7", "8.4", "AllowUsers", "loads"],
    ["refuses a quote that is not closed", "9.2", 'Banner "/etc/issue', 1],
    ["refuses a port by letters", "9.2", "Port ssh-port!", 1],
    ["refuses port 0", "9.2", "Port 0", 1],
    ["refuses a global keyword after a Match", "9.2", "Match User bob\nForceCommand x\nPort 2222", 3],
    ["takes a global keyword after Match all", "9.2", "Match User bob\nMatch all\nPort 2222", "loads"],
    ["refuses a second subsystem of a name", "9.2", "Subsystem sftp /a\nSubsystem sftp /b", 2],
    ["takes a second subsystem of a name since 9.5", "9.6", "Subsystem sftp /a\nSubsystem sftp /b", "loads"],
    ["refuses a cipher that is gone", "9.2", "Ciphers aes256-ctr,arcfour", 1],
    ["took that cipher once", "7.4", "Ciphers aes256-ctr,arcfour", "loads"],
    ["refuses a key's command without its user", "9.2", "AuthorizedKeysCommand /bin/keys", 1],
    [
      "refuses methods that are off",
      "9.2",
      "PasswordAuthentication no\nAuthenticationMethods publickey,password",
      2,
    ],
    ["refuses an address of the other family", "9.2", "AddressFamily inet\nListenAddress ::", 2],
    ["refuses a host's address with a network's mask", "9.2", "AllowUsers bob@10.0.0.1/8", 1],
    ["takes penalties and their times", "9.9", "PerSourcePenalties crash:90 authfail:5s max:10m", "loads"],
    ["takes no penalties, and nothing else with that", "9.9", "PerSourcePenalties no", "loads"],
    ["refuses a penalty after none", "9.9", "PerSourcePenalties no crash:1", 1],
    ["refuses a penalty that it does not know", "10.0", "PerSourcePenalties invaliduser:5", 1],
    ["cannot tell a penalty of newer releases", "10.3", "PerSourcePenalties invaliduser:5", "unknown"],
    [
      "refuses a host's mask in the list of whom it spares",
      "9.9",
      "PerSourcePenaltyExemptList 10.0.0.1/8",
      1,
    ],
    ["refuses a service that /etc/services has not", "9.2", "Port ssh2", 1],
    ["cannot tell the port of a service that it has", "9.2", "Port http-alt", "unknown"],
    ["cannot tell a service of a release whose list is not known", "8.4", "Port ssh2", "unknown"],
    ["cannot look up a name", "9.2", "ListenAddress bastion.example.com", "unknown"],
    ["cannot tell a value that is not known", "9.2", `Port ${ANY}`, "unknown"],
    ["reads a command whose end is not known", "9.2", `ForceCommand /opt/${ANY}`, "loads"],
    ["cannot tell a line that is not known", "9.2", `PermitRootLogin no\n${ANY}`, "unknown"],
  ])("%s (%s)", (_why, openssh, text, expected) => {
    const config = read(text, openssh);
    expect(config.state === "fails" ? config.line : config.state).toBe(expected);
  });

  test.each<[string, string | undefined, Distribution, string, string]>([
    ["Debian's banner on Debian", "9.2", "debian", "DebianBanner no", "loads"],
    ["Debian's banner elsewhere", "9.2", "upstream", "DebianBanner no", "fails"],
    ["Red Hat's own keyword, in some release", "7.4", "rhel", "ShowPatchLevel no", "unknown"],
    [
      "Include, which Red Hat brought into later builds of 8.0",
      "8.0",
      "rhel",
      "Include /x/*.conf",
      "unknown",
    ],
    ["a typo where the release is not known", undefined, "unknown", "PasswordAuthentification no", "fails"],
    [
      "a keyword of newer releases where the release is not known",
      undefined,
      "unknown",
      "RequiredRSASize 2048",
      "unknown",
    ],
    ["a keyword of all releases where the release is not known", undefined, "unknown", "UsePAM yes", "loads"],
  ])("%s", (_why, openssh, distribution, text, state) => {
    expect(read(text, openssh, distribution).state).toBe(state);
  });
});

describe("included files", () => {
  const withFiles = (texts: Record<string, string>, unknown: string[] = []) =>
    readSshdConfig(filesOf(texts, unknown), { openssh: "9.2", distribution: "debian" });

  test.each([
    [
      "names the included file's line",
      { [MAIN]: "Include a.conf", "/etc/ssh/a.conf": "\nbad x" },
      "/etc/ssh/a.conf:2",
    ],
    ["passes over a pattern without files", { [MAIN]: "Include /etc/ssh/sshd_config.d/*.conf" }, "loads"],
    [
      "passes over a name that ends otherwise",
      { [MAIN]: "Include d/*.conf", "/etc/ssh/d/a.config": "bad x" },
      "loads",
    ],
    ["passes over a hidden file", { [MAIN]: "Include d/*", "/etc/ssh/d/.a.conf": "bad x" }, "loads"],
    ["ends a Match with the file", { [MAIN]: "Include a\nPort 22", "/etc/ssh/a": "Match User x" }, "loads"],
    [
      "keeps the Match around a file",
      { [MAIN]: "Match User x\nInclude a", "/etc/ssh/a": "Port 22" },
      "/etc/ssh/a:1",
    ],
    [
      "takes a Match all inside a block as part of it",
      { [MAIN]: "Match User x\nInclude a", "/etc/ssh/a": "Match all\nPort 22" },
      "/etc/ssh/a:2",
    ],
    ["ends a file that includes itself", { [MAIN]: "Include a", "/etc/ssh/a": "Include a" }, "/etc/ssh/a:0"],
    ["starts without a main file no more", {}, `${MAIN}:0`],
  ])("%s", (_why, texts, expected) => {
    const config = withFiles(texts);
    expect(config.state === "fails" ? `${config.file}:${config.line}` : config.state).toBe(expected);
  });

  test("an included file that is not known leaves it open, and a bad line still decides", () => {
    expect(withFiles({ [MAIN]: "Include a" }, ["/etc/ssh/a"])).toMatchObject({
      state: "unknown",
      why: "downloaded",
    });
    expect(withFiles({ [MAIN]: "Include a\nbad x" }, ["/etc/ssh/a"])).toMatchObject({
      state: "fails",
      line: 2,
    });
  });
});
