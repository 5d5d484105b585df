import rule from "../../../policies/rules/rescue-user-data-left";
import { config, images, messages, mime, script, userData } from "../../support/subjects";

const ALWAYS = "#cloud-config\ncloud_final_modules:\n  - [scripts-user, always]\n";
const withScript = (...lines: readonly string[]) =>
  userData(
    mime(["text/cloud-config", ALWAYS], ["text/x-shellscript", ["#!/bin/bash", ...lines, ""].join("\n")]),
  );

describe("rescue-user-data-left", () => {
  test.each([
    ["owners of a home", withScript("chown -R ubuntu:ubuntu /home/ubuntu")],
    ["modes of what is in .ssh", withScript("cd /root", "chmod 600 .ssh/authorized_keys")],
    ["a key that is added", withScript("echo 'ssh-ed25519 AAAA' >> /home/ubuntu/.ssh/authorized_keys")],
    [
      "the same in runcmd, by the module's other name",
      config(
        "cloud_final_modules: [[scripts_user, always]]",
        "runcmd:",
        "  - [chown, -R, ubuntu, /home/ubuntu]",
      ),
    ],
  ])("reports a repair that goes on: %s", (_, data) => {
    expect(messages(rule, { userData: data })).toEqual([expect.stringContaining("at every boot")]);
  });

  test.each([
    ["a script of every boot that repairs nothing", withScript("systemctl start app")],
    ["owners elsewhere", withScript("chown -R app /srv/app")],
    ["the repair at the first boot only", script("chown -R ubuntu:ubuntu /home/ubuntu")],
    [
      "another frequency",
      config("cloud_final_modules: [[scripts-user, once-per-instance]]", "runcmd: [chmod 700 /home/ubuntu]"),
    ],
    [
      "another module",
      config("cloud_final_modules: [[scripts-vendor, always]]", "runcmd: [chmod 700 /home/ubuntu]"),
    ],
  ])("has nothing to say of %s", (_, data) => {
    expect(messages(rule, { userData: data })).toEqual([]);
  });

  test("says nothing on an image that cloud-init does not set up", () => {
    expect(messages(rule, { image: images.bottlerocket, userData: withScript("chmod 700 /home/x") })).toEqual(
      [],
    );
  });
});
