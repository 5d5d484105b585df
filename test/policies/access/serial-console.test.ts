import { absent, known, unknown } from "../../../policies/facts/fact";
import { images, judgedLaunch, notKnownYet, userData, type Change, script } from "../../support/subjects";

/** A healthy launch with an account that a console asks no more than a password of. */
const good: Change = { userData: script("echo 'root:not-told-here' | chpasswd") };
const undeclared = { serialConsole: absent("serialConsoleAccess") } as const;

test.each<[string, Change]>([
  ["the setting, a Nitro type and a password", {}],
  [
    "a password of an account that the user data makes",
    { userData: script("useradd -m rescue", "echo 'rescue:not-told-here' | chpasswd") },
  ],
  [
    "a password that has to be changed: the console asks there and then",
    { userData: userData("#cloud-config\npassword: not-told-here\n") },
  ],
  ["the setting as it was stated", { account: undeclared, settings: { serialConsole: true } }],
  [
    "the setting as AWS tells it",
    { account: undeclared, lookUps: { serialConsole: () => known(true, "serial console access") } },
  ],
  [
    "what the stack declares, whatever AWS says of the present",
    { lookUps: { serialConsole: () => known(false, "serial console access") } },
  ],
  ["several types that all have one", { instanceTypes: known(["t3.micro", "m5.large"], "instanceType") }],
  [
    "SSH shut: it needs no network",
    { sshIngress: known("closed", "vpcSecurityGroupIds"), keyName: absent("keyName") },
  ],
])("open with %s", (_, change) => {
  expect(judgedLaunch({ ...good, ...change }).ways["serial-console"]).toEqual({ state: "open", reasons: [] });
});

test.each<[string, Change, string]>([
  ["a setting that nobody makes", { account: undeclared }, "AWS's default is off"],
  [
    "a setting switched off in the stack",
    { account: { serialConsole: known(false, "enabled") } },
    "serial console access is off",
  ],
  [
    "a setting stated off",
    { account: undeclared, settings: { serialConsole: false } },
    "serial console access is off",
  ],
  [
    "a setting that AWS tells off",
    { account: undeclared, lookUps: { serialConsole: () => known(false, "serial console access") } },
    "serial console access is off",
  ],
  [
    "a type before Nitro",
    { instanceTypes: known(["t2.micro"], "instanceType") },
    "t2.micro has no serial console",
  ],
  [
    "types before Nitro only",
    { instanceTypes: known(["t2.micro", "m4.large"], "instanceType") },
    "t2.micro, m4.large has no serial console",
  ],
  [
    "a password of an account that a published image does not have",
    { userData: script("echo 'rescue:not-told-here' | chpasswd") },
    "no account has a password",
  ],
  ["no password anywhere", { userData: absent("userData") }, "no account has a password"],
  [
    "a password that is locked again",
    { userData: script("echo 'root:not-told-here' | chpasswd", "passwd -l root") },
    "no account has a password",
  ],
  [
    "a password of an account that is removed again",
    { userData: script("useradd rescue", "echo 'rescue:not-told-here' | chpasswd", "userdel rescue") },
    "no account has a password",
  ],
  [
    "a password of an account without a shell",
    { userData: script("useradd -s /usr/sbin/nologin svc", "echo 'svc:not-told-here' | chpasswd") },
    "no account has a password",
  ],
  [
    "a password of an account that has expired",
    { userData: script("useradd rescue", "echo 'rescue:not-told-here' | chpasswd", "usermod -e 1 rescue") },
    "no account has a password",
  ],
])("closed with %s", (_, change, reason) => {
  const way = judgedLaunch({ ...good, ...change }).ways["serial-console"];
  expect(way.state).toBe("closed");
  expect(way.reasons.map(({ what }) => what).join()).toContain(reason);
});

test.each<[string, Change]>([
  ["a setting known only at apply", { account: { serialConsole: notKnownYet("enabled") } }],
  ["a type known only at apply", { instanceTypes: notKnownYet("instanceType") }],
  ["no type said", { instanceTypes: absent("instanceType") }],
  ["types that differ", { instanceTypes: known(["t2.micro", "t3.micro"], "instanceType") }],
  ["what is no type", { instanceTypes: known(["large"], "instanceType") }],
  [
    "an image that nobody knows, which may bring a password",
    { image: images.unknown, userData: absent("userData") },
  ],
  [
    "a password of an account that an image of one's own may have",
    {
      image: images.unknown,
      settings: { images: { "ami-0123456789abcdef0": { family: "ubuntu" } } },
      userData: script("echo 'rescue:not-told-here' | chpasswd"),
    },
  ],
  [
    "a password of the account that an unknown image is taken to log in with",
    { image: images.unknown, userData: script("echo 'ubuntu:not-told-here' | chpasswd") },
  ],
  ["Windows, whose console is another", { image: images.windows }],
  ["a script from elsewhere, which may set one", { userData: script("curl -s https://example.com/x | sh") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("unknown with %s", (_, change) => {
  expect(judgedLaunch({ ...good, ...change }).ways["serial-console"].state).toBe("unknown");
});

test("a look-up of the type counts before the list of types", () => {
  const xen = { hypervisor: "xen", bareMetal: false, instanceStorage: false } as const;
  const lookUps = { instanceType: () => known(xen, "instance type") };
  expect(judgedLaunch({ ...good, lookUps }).ways["serial-console"].state).toBe("closed");
});
