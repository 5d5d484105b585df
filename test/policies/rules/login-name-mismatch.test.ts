import rule from "../../../policies/rules/login-name-mismatch";
import { absent, known, unknown, type Fact } from "../../../policies/facts/fact";
import { config, findings, images, KEY, script, type Change } from "../../support/subjects";

const resource = {
  urn: "urn:pulumi:dev::shop::command:remote:Command::setup",
  type: "command:remote:Command",
  name: "setup",
};
const as = (user: Fact<string>): Change => ({ connections: [{ resource, user }] });
const named = (name: string): Change => as(known(name, "connection.user"));
const nobody = as(absent("connection.user"));

describe("login-name-mismatch", () => {
  test.each<[string, Change, string]>([
    ["another image's account", named("ec2-user"), "is ec2-user"],
    ["an account that nobody makes", named("deploy"), "is an account that is not there by then"],
    ["root, which only tells whom to log in as", named("root"), "root's key only says"],
    ["no user, which the provider takes for root", nobody, "stands for root"],
    ["Debian's other name", { ...named("debian"), image: images.debian }, "opens admin"],
  ])("reports %s at the resource that logs in", (_, change, words) => {
    const [finding, ...others] = findings(rule, change);
    expect(others).toEqual([]);
    expect(finding?.message).toContain(words);
    expect(finding?.resource).toEqual(resource);
  });

  test("speaks low of a host that is there: accounts may have been made since", () => {
    expect(findings(rule, { ...named("deploy"), exists: true }).map(({ severity }) => severity)).toEqual([
      "low",
    ]);
  });

  test.each<[string, Change]>([
    ["the image's own account", named("ubuntu")],
    [
      "an account that the user data makes with a key",
      {
        ...named("deploy"),
        userData: config("users:", "  - default", "  - name: deploy", `    ssh_authorized_keys: ["${KEY}"]`),
      },
    ],
    [
      "the default account by another name",
      { ...named("deploy"), userData: config("system_info:", "  default_user:", "    name: deploy") },
    ],
    ["the default account renamed by `user`", { ...named("deploy"), userData: config("user: deploy") }],
    [
      "root with a key of its own",
      {
        ...named("root"),
        userData: script("mkdir -p /root/.ssh", `echo '${KEY}' > /root/.ssh/authorized_keys`),
      },
    ],
    [
      "an account that something unseen may make",
      { ...named("deploy"), userData: script("curl https://setup.example/ | sh") },
    ],
    ["user data only known at apply", { ...named("deploy"), userData: unknown("userData") }],
    ["a user only known at apply", as(unknown("connection.user"))],
    ["an image that nobody knows", { ...named("ec2-user"), image: images.unknown }],
    [
      "a host that shuts everybody out, which other rules tell",
      { ...named("deploy"), userData: script("usermod -e 1 ubuntu") },
    ],
    ["Windows", { ...named("ec2-user"), image: images.windows }],
    ["no log-in", {}],
  ])("has nothing to say of %s", (_, change) => {
    expect(findings(rule, change)).toEqual([]);
  });
});
