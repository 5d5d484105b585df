import { AL2023, bash, verdict } from "../../judge";

describe("chmod on Amazon Linux, whose sshd takes no group's writing", () => {
  it.each([
    ["the own group may write", "closed", bash("chmod 775 /home/ec2-user")],
    [
      "the own group may write to the key file",
      "closed",
      bash("chmod 664 /home/ec2-user/.ssh/authorized_keys"),
    ],
    ["nobody else may", "open", bash("chmod 750 /home/ec2-user")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script, { image: AL2023 })).toBe(login);
  });
});
