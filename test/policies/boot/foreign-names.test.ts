import { checkUserData } from "../../../policies/judging/check-user-data";
import { FOREIGN_NAMES, ordinaryWord } from "../../support/foreign-names";

/** Places of user data at which a word is looked up; `%` stands for the word. */
const PLACES: readonly (readonly [where: string, userData: string])[] = [
  ["an option of setfacl", "#!/bin/bash\nsetfacl % /home/admin\n"],
  ["a long option of setfacl", "#!/bin/bash\nsetfacl %=u:x:rwx /home/admin\n"],
  ["an entry of setfacl", "#!/bin/bash\nsetfacl -m %:rwx /home/admin\n"],
  ["a target of iptables", "#!/bin/bash\niptables -A INPUT -p tcp --dport 22 -j %\n"],
  ["a verb of ufw", "#!/bin/bash\nufw % 22\nufw enable\n"],
  ["a rule of ufw", "#!/bin/bash\nufw insert 1 % 22\nufw enable\n"],
  ["a verb of systemctl", "#!/bin/bash\nsystemctl % sshd\n"],
  ["a unit of systemctl", "#!/bin/bash\nsystemctl stop %\n"],
  ["a verb of service", "#!/bin/bash\nservice ssh %\n"],
  ["a verb of chkconfig", "#!/bin/bash\nchkconfig sshd %\n"],
  ["a verb of snap", "#!/bin/bash\nsnap % amazon-ssm-agent\n"],
  ["a package", "#!/bin/bash\napt-get remove -y %\n"],
  ["a runlevel", "#!/bin/bash\ninit %\n"],
  ["a length of sleep", "#!/bin/bash\nsleep %\nuserdel admin\n"],
  ["a mode", "#!/bin/bash\nchmod % /home/admin\n"],
  ["an owner", "#!/bin/bash\nchown % /home/admin\n"],
  ["an account", "#!/bin/bash\nuseradd -m %\nuserdel -r %\n"],
  ["a group", "#!/bin/bash\ngroupadd %\nusermod -aG % admin\n"],
  ["a command", "#!/bin/bash\n% /home/admin\n"],
  ["a function", "#!/bin/bash\n%() { userdel admin; }\n%\n"],
  ["a variable", "#!/bin/bash\n%=admin\nuserdel $%\n"],
  ["a variable that is not set", "#!/bin/bash\nuserdel admin$%\n"],
  ["an operator of test", "#!/bin/bash\nif [ 1 % 2 ]; then userdel admin; fi\n"],
  ["a class of tr", "#!/bin/bash\nuserdel $(echo ADMIN | tr '[:%:]' a)\n"],
  ["a class of grep", "#!/bin/bash\nif grep -q '[[:%:]]' /etc/fstab; then userdel admin; fi\n"],
  ["a filter", "#!/bin/bash\nuserdel $(echo admin | %)\n"],
  ["a long option of sed", "#!/bin/bash\nsed --% s/a/b/ /etc/ssh/sshd_config\n"],
  ["an option of chage", "#!/bin/bash\nchage --% 0 admin\n"],
  ["a keyword of sshd", "#!/bin/bash\necho '% yes' >> /etc/ssh/sshd_config\nsystemctl restart sshd\n"],
  ["a condition of Match", "#!/bin/bash\necho 'Match % x' >> /etc/ssh/sshd_config\nsystemctl restart sshd\n"],
  ["a port of sshd", "#!/bin/bash\necho 'Port %' > /etc/ssh/sshd_config\nsystemctl restart sshd\n"],
  [
    "a method of sshd",
    "#!/bin/bash\necho 'AuthenticationMethods %' > /etc/ssh/sshd_config\nsystemctl restart sshd\n",
  ],
  ["a list of sshd", "#!/bin/bash\necho 'Ciphers %' > /etc/ssh/sshd_config\nsystemctl restart sshd\n"],
  [
    "a time of sshd",
    "#!/bin/bash\necho 'LoginGraceTime 1%' > /etc/ssh/sshd_config\nsystemctl restart sshd\n",
  ],
  ["a control of PAM", "#!/bin/bash\necho 'account % pam_deny.so' > /etc/pam.d/sshd\n"],
  ["a type of PAM", "#!/bin/bash\necho '% required pam_deny.so' > /etc/pam.d/sshd\n"],
  ["a limit", "#!/bin/bash\necho '* hard % 0' > /etc/security/limits.conf\n"],
  ["a file system's type", "#!/bin/bash\necho '/dev/xvdf /home % defaults 0 2' >> /etc/fstab\n"],
  ["a key of a cloud-config", "#cloud-config\n%: [a, b]\n"],
  ["a mode of power_state", "#cloud-config\npower_state:\n  mode: %\n"],
  ["a key of a user", "#cloud-config\nusers:\n  - default\n  - name: other\n    %: true\n"],
  ["a user", "#cloud-config\nusers:\n  - default\n  - name: %\n"],
  ["a user by its name alone", "#cloud-config\nusers: [default, %]\n"],
  ["a user as a key", "#cloud-config\nusers:\n  default: {}\n  %: {}\n"],
  ["a group of a cloud-config", "#cloud-config\ngroups: [%, {%: [admin]}]\n"],
  ["the default user", "#cloud-config\nsystem_info:\n  default_user:\n    name: %\n"],
  ["a merge type", "#cloud-config\nmerge_how: %(append)\nruncmd: [userdel admin]\n"],
  ["a list of modules", "#cloud-config\ncloud_final_modules: [%]\nruncmd: [userdel admin]\n"],
  ["an encoding", "#cloud-config\nwrite_files:\n  - path: /etc/nologin\n    encoding: %\n    content: a\n"],
  ["host keys", "#cloud-config\nssh_keys:\n  %: a\n"],
  ["types of host keys", "#cloud-config\nssh_genkeytypes: [%]\n"],
  [
    "a type of MIME",
    'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/%\n\n#!/bin/bash\nuserdel admin\n--b--\n',
  ],
  [
    "an encoding of MIME",
    'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Transfer-Encoding: %\n\n#!/bin/bash\nuserdel admin\n--b--\n',
  ],
];

// A name that is told is told by the word that stands there.
const answerOf = (userData: string, word: string): string =>
  JSON.stringify(
    checkUserData({
      userData: userData.replaceAll("%", word),
      encoding: "plain",
      keyPair: true,
      image: { family: "debian", loginUser: "admin" },
    }),
  ).replaceAll(word, "WORD");

test.each(PLACES)("a name of every object is a word like any other as %s", (_, userData) => {
  for (const name of FOREIGN_NAMES)
    expect(`${name}: ${answerOf(userData, name)}`).toBe(`${name}: ${answerOf(userData, ordinaryWord(name))}`);
});
