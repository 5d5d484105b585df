import { absent, known } from "../../../policies/facts/fact";
import { recogniseImage } from "../../../policies/boot/image/recognise";
import { predictBoot } from "../../../policies/boot/predict";
import { hostLogin } from "../../../policies/boot/login/host-login";
import { unknown } from "../../../policies/facts/fact";

const image = recogniseImage({ id: known("ami-1", "ami"), names: [], owners: [] }, { images: { "ami-1": { family: "ubuntu" } } }, (id) => unknown(id, "off"));
const run = (text: string) => {
  const boot = predictBoot({ userData: text ? known({ text, encoding: "plain" }, "userData") : absent("userData"), image, keyPair: known(true, "keyName"), metadata: true });
  return { problems: boot.problems, login: hostLogin(boot, image) };
};
it.each([
  ["none", ""],
  ["script", "#!/bin/bash\nset -euo pipefail\napt-get update && apt-get install -y nginx\nU=ubuntu\nusermod -e 1 $U\n"],
  ["undone", "#!/bin/bash\nusermod -e 1 ubuntu\nusermod -e '' ubuntu\n"],
  ["lock", "#!/bin/bash\npasswd -l ubuntu\n"],
  ["chmod", "#!/bin/bash\nsudo chmod -R 777 /home/*\n"],
  ["chmod sub", "#!/bin/bash\nmkdir -p /home/ubuntu/app && chmod -R 777 /home/ubuntu/app\n"],
  ["chown", "#!/bin/bash\ncd /home && chown -R root:root ubuntu && chmod 700 ubuntu\n"],
  ["users", "#cloud-config\nusers:\n  - name: bob\n"],
  ["users key", "#cloud-config\nusers:\n  - name: bob\n    ssh_authorized_keys:\n      - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHmIJnqEhA0ybDC6HW5mjV0Sj0SOGpkqPEbQqxBHVE2P bob\n"],
  ["runcmd", "#cloud-config\nruncmd:\n  - echo hi\n  - [ userdel, -r, ubuntu ]\n  - |\n    if [ -d /nowhere ]; then\n      chage -E 0 ubuntu\n    fi\n"],
  ["heredoc", "#!/bin/bash\ncat <<EOF > /tmp/x\nuserdel ubuntu\nEOF\n# userdel ubuntu\nf() { userdel ubuntu; }\n"],
])("%s", (_, text) => {
  console.log(_, JSON.stringify(run(text), null, 1));
});
