import { rules } from "../../../policies/rules/index";
import { judgedLaunch, judgedUserData, images, sshOnly, shut, messages, wrappings, type Change } from "../../support/subjects";
const texts: [string, Change][] = [
 ["#!/bin/sh\nusermod -e 1 ubuntu\n", sshOnly],
 ["#!/bin/sh\nusermod -e 1 ubuntu\n", {...sshOnly, image: images.unknown}],
 ["#!/bin/sh\nuserdel -r ubuntu\n", sshOnly],
 ["#cloud-config\nusers:\n  - name: deploy\n", sshOnly],
 ["#cloud-config\nusers:\n  - name: deploy\n    ssh_authorized_keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR x]\n", sshOnly],
 ["#!/bin/sh\nchmod 777 /home/ubuntu\nchown -R root:root /home\n", sshOnly],
 ["#!/bin/sh\nchmod -R 777 /home\n", sshOnly],
 ["#!/bin/sh\nrm -rf /home/ubuntu/.ssh\n", sshOnly],
 ["#!/bin/sh\nsystemctl stop ssh\n", sshOnly],
 ["#!/bin/sh\nsystemctl disable ssh\n", sshOnly],
 ["#cloud-config\npassword: hunter2\n", sshOnly],
 ["#!/bin/sh\npasswd --expire ubuntu\n", sshOnly],
 ["#!/bin/sh\nchage -d 0 -E 0 ubuntu\n", sshOnly],
 [" #!/bin/sh\nuserdel ubuntu\n", sshOnly],
 ["", {}], ["", sshOnly], ["", shut], ["", {...shut, image: images.unknown}], ["", {...shut, image: images.windows}], ["", {...shut, kind: "group"}],
];
it("x", () => {
  let out = "";
  for (const [text, change] of texts) {
    out += "=== " + JSON.stringify(text) + "\n" + JSON.stringify(Object.fromEntries(Object.entries(judgedLaunch(change).ways).map(([k, v]) => [k, v.state]))) + "\n";
    for (const rule of rules) for (const m of messages(rule, text, change)) out += `-- ${rule.id}: ${rule.title}\n${m}\n   ${rule.remedy}\n`;
  }
  require("fs").writeFileSync("/tmp/out.txt", out);
});
