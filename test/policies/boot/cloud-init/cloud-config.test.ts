import { absent } from "../../../../policies/facts/fact";
import { AL2023, causes, KEY, UBUNTU, verdict } from "../judge";

const config = (...lines: readonly string[]): string => `#cloud-config\n${lines.join("\n")}\n`;

function mime(...parts: readonly (readonly [type: string, body: string, headers?: string])[]): string {
  const bodies = parts.map(
    ([type, body, headers = ""]) => `--B\nContent-Type: ${type}\n${headers}\n${body}\n`,
  );
  return `Content-Type: multipart/mixed; boundary="B"\nMIME-Version: 1.0\n\n${bodies.join("")}--B--\n`;
}

describe("who gets the key pair", () => {
  it.each([
    ["nothing is said of users", "open", config("packages: [git]")],
    ["the default user is listed", "open", config("users:", "  - default", "  - name: bob")],
    ["the default user is the text", "open", config("users: default")],
    ["the default user is in the text", "open", config("users: bob,default")],
    [
      "the default user is in the mapping",
      "open",
      config("users:", "  default: true", "  bob:", "    shell: /bin/sh"),
    ],
    ["an entry without a name stands for it", "open", config("users:", "  - shell: /bin/sh")],
    ["users is an empty list", "closed", config("users: []")],
    ["another user without a key", "closed", config("users:", "  - name: bob")],
    ["another user by name only", "closed", config("users: [bob]")],
    ["an entry of the default user's own name", "closed", config("users:", "  - name: ubuntu")],
    [
      "another user with a key",
      "open",
      config("users:", "  - name: bob", "    ssh_authorized_keys:", `      - ${KEY}`),
    ],
    [
      "another user with a key as text",
      "open",
      config("users:", "  - name: bob", `    ssh_authorized_keys: ${KEY}`),
    ],
    [
      "another user with a key from elsewhere",
      "unknown",
      config("users:", "  - name: bob", "    ssh_import_id: [gh:bob]"),
    ],
    [
      "another user who is given a key by a script",
      "open",
      config(
        "users: [bob]",
        "runcmd:",
        "  - mkdir -p /home/bob/.ssh",
        `  - echo '${KEY}' > /home/bob/.ssh/authorized_keys`,
        "  - chown -R bob:bob /home/bob/.ssh",
      ),
    ],
    ["the default user has another name", "open", config("user: alice")],
    ["the default user has another name in a mapping", "open", config("user:", "  name: alice")],
    ["the image's settings rename it", "open", config("system_info:", "  default_user:", "    name: alice")],
    ["the renamed user is deleted", "closed", config("user: alice", "runcmd: [userdel alice]")],
    ["the name that it would have had is deleted", "open", config("user: alice", "runcmd: [userdel ubuntu]")],
    ["the key pair is not imported", "closed", config("allow_public_ssh_keys: false")],
    [
      "the key pair is not imported, but a key is listed",
      "open",
      config("allow_public_ssh_keys: false", "ssh_authorized_keys:", `  - ${KEY}`),
    ],
    [
      "a listed key without the default user",
      "closed",
      config("users: [bob]", "ssh_authorized_keys:", `  - ${KEY}`),
    ],
    ["the list of keys is empty by mistake", "closed", config("ssh_authorized_keys:")],
    ["the list of keys is an empty list", "open", config("ssh_authorized_keys: []")],
    ["the list of keys is a text", "open", config(`ssh_authorized_keys: ${KEY}`)],
  ])("%s: %s", (_, login, text) => {
    expect(verdict(text)).toBe(login);
  });

  it("is the listed key's user where there is no key pair", () => {
    const keyPair = absent("keyName");
    expect(verdict(config("ssh_authorized_keys:", `  - ${KEY}`), { keyPair })).toBe("open");
    expect(verdict(config("packages: [git]"), { keyPair })).toBe("closed");
  });
});

describe("an entry that stops the accounts from being made", () => {
  it.each([
    ["its keys are empty by mistake", "closed", "    ssh_authorized_keys:"],
    ["its keys are an empty list", "open", "    ssh_authorized_keys: []"],
    ["sudo is a truth value", "closed", "    sudo: true"],
    ["a group has its own name", "closed", "    groups: [bob, sudo]"],
    ["a group has the default user's name", "closed", "    groups: [ubuntu]"],
    ["a group is a number", "closed", "    groups: [1000]"],
    ["its primary group is not there", "closed", "    primary_group: engineers"],
    ["its primary group may be there", "unknown", "    primary_group: docker"],
    ["its primary group is the image's", "open", "    primary_group: staff"],
    ["its primary group is made with others", "open", "    primary_group: engineers\n    groups: [sudo]"],
    ["its groups may not be made", "closed", "    create_groups: false\n    groups: [engineers]"],
    ["its groups need not be made", "open", "    create_groups: false\n    groups: [sudo]"],
    ["a system account with a key", "closed", `    system: true\n    ssh_authorized_keys: [${KEY}]`],
    ["SELinux", "closed", "    selinux_user: staff_u"],
    ["a date that is none", "closed", '    expiredate: "never"'],
    ["a date in words", "unknown", '    expiredate: "next friday"'],
    ["root's uid", "closed", "    uid: 0"],
    ["a uid of its own", "open", "    uid: 1500"],
    ["a uid that the image may have given", "unknown", "    uid: 104"],
    ["a name with a blank", "closed", "  - name: bob smith"],
    ["a name in capitals", "unknown", "  - name: Bob"],
    ["a name that is null", "closed", "  - name:"],
    ["the uid of an entry before it", "closed", "    uid: 1500\n  - name: eve\n    uid: 1500"],
    ["a group of the name of an entry after it", "closed", "    groups: eve\n  - name: eve"],
    ["groups as a list", "open", "    groups: [sudo, docker]"],
    ["its own name as the primary group", "open", "    primary_group: bob\n    groups: [bob, sudo]"],
    ["sudo as text", "open", "    sudo: ALL=(ALL) NOPASSWD:ALL"],
    ["sudo as false", "open", "    sudo: false"],
    ["a system account", "open", "    system: true"],
    ["no password", "open", "    lock_passwd: true"],
  ])("%s: %s", (_, login, lines) => {
    expect(verdict(config("users:", "  - default", "  - name: bob", lines))).toBe(login);
  });

  it("is named by the line that is to blame", () => {
    const entry = ["users:", "  - default", "  - name: bob", "    shell: /bin/sh", "    sudo: true"];
    expect(causes(config(...entry))).toEqual(["6: sudo"]);
    expect(causes(config("groups: [docker, ubuntu]"))).toEqual(["2: groups"]);
  });

  it("leaves the entries before it alone", () => {
    const bob = ["  - name: bob", "    ssh_authorized_keys:", `      - ${KEY}`];
    const broken = ["  - name: eve", "    sudo: true"];
    expect(verdict(config("users:", ...bob, ...broken))).toBe("open");
    expect(verdict(config("users:", ...broken, ...bob))).toBe("closed");
  });

  it("is none on Amazon Linux 2, whose cloud-init looks less closely", () => {
    const entry = ["  - name: app", "    system: true", `    ssh_authorized_keys: [${KEY}]`];
    const image = { ...AL2023, family: "amazon-linux-2" } as const;
    expect(verdict(config("users:", "  - default", ...entry), { image })).toBe("open");
  });

  it.each([
    ["a group of the default user's name", "groups: [ubuntu]", "closed"],
    ["a group of a listed user's name", "groups:\n  - bob: [root]\nusers: [default, bob]", "closed"],
    ["a group whose name is a number", "groups: [1000]", "closed"],
    ["other groups", "groups: [docker, cloud-users]", "open"],
  ])("counts the groups at the top: %s", (_, lines, login) => {
    expect(verdict(config(lines))).toBe(login);
  });
});

describe("root's keys", () => {
  it.each([
    ["tell whom to log in as", "closed", "runcmd: [userdel ubuntu]"],
    ["open root where it is not disabled", "open", "disable_root: false\nruncmd: [userdel ubuntu]"],
    ["open root in words", "open", 'disable_root: "no"\nruncmd: [userdel ubuntu]'],
    [
      "run nothing by options without a command",
      "open",
      "disable_root_opts: no-pty\nruncmd: [userdel ubuntu]",
    ],
    ["are there without a default user", "open", "disable_root: false\nusers: []"],
    ["are given to nobody where the default user failed", "closed", "disable_root: false\ngroups: [ubuntu]"],
    ["are its own", "open", `users:\n  - name: root\n    ssh_authorized_keys: [${KEY}]`],
  ])("%s: %s", (_, login, lines) => {
    expect(verdict(config(lines))).toBe(login);
  });
});

describe("the server's own keys", () => {
  it.each([
    ["of one type", "open", "ssh_genkeytypes: [ed25519]"],
    ["of no type", "closed", "ssh_genkeytypes: []"],
    ["of a type that is not known", "unknown", "ssh_genkeytypes: [dsa]"],
    [
      "left out of an example",
      "closed",
      "ssh_keys:\n  rsa_private: |\n    -----BEGIN RSA PRIVATE KEY-----\n    ...",
    ],
    ["of none, beside the image's", "unknown", "ssh_deletekeys: false\nssh_genkeytypes: []"],
  ])("%s: %s", (_, login, lines) => {
    expect(verdict(config(lines))).toBe(login);
  });
});

describe("the state of accounts", () => {
  it.each([
    ["a password has to be changed by default", "closed", config("password: secret")],
    ["a password need not be changed", "open", config("password: secret", "chpasswd: { expire: false }")],
    [
      "a password need not be changed, in words",
      "open",
      config("password: secret", "chpasswd: { expire: 'no' }"),
    ],
    ["a listed password has to be changed", "closed", config("chpasswd:", "  list: |", "    ubuntu:secret")],
    [
      "a listed password of a user has to be changed",
      "closed",
      config("chpasswd:", "  users:", "    - {name: ubuntu, password: secret, type: text}"),
    ],
    [
      "a hash has to be changed on newer releases",
      "unknown",
      config("chpasswd:", "  users:", "    - {name: ubuntu, password: $6$a$b}"),
    ],
    [
      "a list wins over the password",
      "open",
      config("password: secret", "chpasswd:", "  list: ['root:secret']"),
    ],
    ["somebody else's password", "open", config("chpasswd:", "  list: ['backup:secret']")],
    [
      "the only user has expired",
      "closed",
      config("users:", "  - name: bob", '    expiredate: "2001-01-01"', `    ssh_authorized_keys: [${KEY}]`),
    ],
    [
      "the only user expires one day",
      "open",
      config("users:", "  - name: bob", '    expiredate: "2099-01-01"', `    ssh_authorized_keys: [${KEY}]`),
    ],
    [
      "a date without quotes is not read",
      "open",
      config("users:", "  - name: bob", "    expiredate: 2001-01-01", `    ssh_authorized_keys: [${KEY}]`),
    ],
    [
      "the only user's shell lets nobody in",
      "closed",
      config("users:", "  - name: bob", "    shell: /usr/sbin/nologin", `    ssh_authorized_keys: [${KEY}]`),
    ],
    [
      "the only user's shell is not there",
      "closed",
      config("users:", "  - name: bob", "    shell: /bin/zsh", `    ssh_authorized_keys: [${KEY}]`),
    ],
    [
      "log-ins by password are off",
      "open",
      config("ssh_pwauth: false", "disable_root: true", "no_ssh_fingerprints: true"),
    ],
  ])("%s: %s", (_, login, text) => {
    expect(verdict(text)).toBe(login);
  });
});

describe("files, mounts and commands", () => {
  it.each([
    [
      "a file in the home",
      "open",
      config(
        "write_files:",
        "  - path: /home/ubuntu/app.conf",
        "    content: x",
        "    owner: ubuntu:ubuntu",
        "    defer: true",
      ),
    ],
    [
      "the key file, before its owner is there: it stays root's, and the key pair is added",
      "open",
      config("write_files:", "  - path: /home/ubuntu/.ssh/authorized_keys", "    content: x"),
    ],
    [
      "the key file, at the end, and no key in it",
      "closed",
      config(
        "write_files:",
        "  - path: /home/ubuntu/.ssh/authorized_keys",
        "    content: x",
        "    defer: true",
      ),
    ],
    [
      "a part of sshd's configuration that lets keys in",
      "open",
      config(
        "write_files:",
        "  - path: /etc/ssh/sshd_config.d/10-x.conf",
        "    content: PasswordAuthentication no",
      ),
    ],
    [
      "limits of open files",
      "open",
      config(
        "write_files:",
        "  - path: /etc/security/limits.d/90-x.conf",
        "    content: '* soft nofile 65535'",
      ),
    ],
    [
      "swap in fstab",
      "open",
      config(
        "write_files:",
        "  - path: /etc/fstab",
        "    append: true",
        "    content: |",
        "      /swapfile none swap sw 0 0",
      ),
    ],
    [
      "all of fstab",
      "unknown",
      config("write_files:", "  - path: /etc/fstab", "    content: |", "      /swapfile none swap sw 0 0"),
    ],
    [
      "a script for every boot that nobody may run",
      "open",
      config(
        "write_files:",
        "  - path: /var/lib/cloud/scripts/per-boot/x.sh",
        "    content: |",
        "      #!/bin/sh",
        "      userdel ubuntu",
      ),
    ],
    [
      "a script for every boot",
      "closed",
      config(
        "write_files:",
        "  - path: /var/lib/cloud/scripts/per-boot/x.sh",
        "    permissions: '0755'",
        "    content: |",
        "      #!/bin/sh",
        "      userdel ubuntu",
      ),
    ],
    [
      "a program in another language for every boot",
      "unknown",
      config(
        "write_files:",
        "  - path: /var/lib/cloud/scripts/per-boot/x",
        "    permissions: '0755'",
        "    content: |",
        "      #!/usr/bin/python3",
      ),
    ],
    [
      "a mount with few fields",
      "open",
      config("mounts:", "  - [xvdf, /data]", "  - [xvdg, /more, auto]", "  - [swapfile, none, swap, sw]"),
    ],
    ["a mount that may fail", "open", config("mounts:", '  - [xvdf, /data, xfs, "defaults,nofail"]')],
    ["a mount that must not", "unknown", config("mounts:", "  - [xvdf, /data, xfs, defaults]")],
    ["a mount over homes", "unknown", config("mounts:", '  - [xvdf, /home, xfs, "defaults,nofail"]')],
    ["a command as text", "closed", config("runcmd:", "  - userdel ubuntu")],
    ["a command as words", "closed", config("runcmd:", "  - [usermod, -e, 1, ubuntu]")],
    ["words are not read by a shell", "open", config("runcmd:", "  - [userdel, 'ubuntu; true']")],
    ["an empty item is left out", "closed", config("runcmd:", "  -", "  - userdel ubuntu")],
    ["a command that is no list", "open", config("runcmd: userdel ubuntu")],
    ["an item of another type stops them all", "open", config("runcmd:", "  - userdel ubuntu", "  - 5")],
    ["an exit ends the list", "open", config("runcmd:", "  - exit 0", "  - userdel ubuntu")],
    [
      "a folder is kept from item to item",
      "closed",
      config("runcmd:", "  - cd /home", "  - chmod 777 ubuntu"),
    ],
    [
      "a command before the account is there",
      "open",
      config("bootcmd:", "  - usermod -e 1 ubuntu", "  - chown -R ubuntu /opt"),
    ],
    ["a configuration manager", "unknown", config("puppet: {}")],
  ])("%s: %s", (_, login, text) => {
    // At the next boot bootcmd finds the account.
    expect(verdict(text)).toBe(text.includes("bootcmd") ? "closed later" : login);
  });

  it("runs bootcmd again at the next boot", () => {
    expect(verdict(config("bootcmd:", "  - rm -rf /home/ubuntu/.ssh"))).toBe("closed later");
  });
});

describe("lists of modules", () => {
  const scripts = "cloud_final_modules: [scripts-user]";
  it.each([
    ["accounts are not made", "closed", config("cloud_init_modules: [write-files, ssh]")],
    ["keys are not imported", "closed", config("cloud_init_modules: [users-groups]")],
    ["both are there, by either spelling", "open", config("cloud_init_modules: [users_groups, ssh]")],
    [
      "commands are not written",
      "open",
      config("cloud_config_modules: [locale]", "runcmd: [userdel ubuntu]"),
    ],
    [
      "scripts are not run",
      "open",
      config("cloud_final_modules: [package-update-upgrade-install]", "runcmd: [userdel ubuntu]"),
    ],
    ["scripts are run", "closed", config(scripts, "runcmd: [userdel ubuntu]")],
    [
      "scripts are run always",
      "closed later",
      config("cloud_final_modules: [[scripts-user, always]]", "runcmd: ['useradd -m app || userdel ubuntu']"),
    ],
  ])("%s: %s", (_, login, text) => {
    expect(verdict(text)).toBe(login);
  });
});

describe("several parts", () => {
  const one = config("users: []");
  it.each([
    [
      "the later list replaces the earlier one",
      "open",
      mime(["text/cloud-config", one], ["text/cloud-config", config("users: [default]")]),
    ],
    [
      "the later list shuts",
      "closed",
      mime(["text/cloud-config", config("users: [default]")], ["text/cloud-config", one]),
    ],
    [
      "lists are appended",
      "open",
      mime(
        ["text/cloud-config", config("users: [default]")],
        ["text/cloud-config", config("users: [bob]"), "Merge-Type: list(append)+dict(recurse_array)+str()\n"],
      ),
    ],
    [
      "lists are merged in another way",
      "unknown",
      mime(
        ["text/cloud-config", config("users: [default]")],
        ["text/cloud-config", config("merge_how: list(prepend)+dict()", "users: [bob]")],
      ),
    ],
    [
      "commands are appended",
      "closed",
      mime(
        ["text/cloud-config", config("runcmd: [userdel ubuntu]")],
        ["text/cloud-config", config("merge_how: list(append)+dict(recurse_array)+str()", "runcmd: [echo]")],
      ),
    ],
    [
      "commands are merged in another way",
      "unknown",
      mime(
        ["text/cloud-config", config("runcmd: [userdel ubuntu]")],
        ["text/cloud-config", config("merge_how: list(prepend)+dict()", "runcmd: [echo]")],
      ),
    ],
    [
      "commands are replaced",
      "open",
      mime(
        ["text/cloud-config", config("runcmd: [userdel ubuntu]")],
        ["text/cloud-config", config("runcmd: [echo]")],
      ),
    ],
    [
      "scripts run in the order of their names",
      "open",
      mime(
        [
          "text/x-shellscript",
          "#!/bin/sh\nusermod -e '' ubuntu",
          'Content-Disposition: attachment; filename="b"\n',
        ],
        [
          "text/x-shellscript",
          "#!/bin/sh\nusermod -e 1 ubuntu",
          'Content-Disposition: attachment; filename="a"\n',
        ],
      ),
    ],
    [
      "a later script replaces one of its name",
      "open",
      mime(
        [
          "text/x-shellscript",
          "#!/bin/sh\nuserdel ubuntu",
          'Content-Disposition: attachment; filename="a"\n',
        ],
        ["text/x-shellscript", "#!/bin/sh\necho", 'Content-Disposition: attachment; filename="a"\n'],
      ),
    ],
    [
      "a script for every boot runs at the first one as well",
      "closed",
      mime(["text/x-shellscript-per-boot", "#!/bin/sh\nuserdel ubuntu"]),
    ],
    [
      "a boothook runs before the account is made, and at the next boot",
      "closed later",
      mime(["text/cloud-boothook", "#cloud-boothook\n#!/bin/sh\nuserdel ubuntu"]),
    ],
    [
      "a part that is fetched",
      "unknown",
      mime(
        ["text/x-include-url", "#include\nhttps://example.com/x"],
        ["text/x-shellscript", "#!/bin/sh\nuserdel ubuntu"],
      ),
    ],
    [
      "a handler of one's own",
      "unknown",
      mime(["text/part-handler", "#part-handler\ndef list_types(): pass"]),
    ],
    ["a node's own part", "open", mime(["application/node.eks.aws", "apiVersion: node.eks.aws/v1alpha1"])],
  ])("%s: %s", (_, login, text) => {
    expect(verdict(text)).toBe(login);
  });

  it.each([
    ["a script as a template", "unknown", "## template: jinja\n#!/bin/bash\nuserdel {{ ds.user }}\n"],
    [
      "a cloud-config as a template",
      "open",
      "## template: jinja\n#cloud-config\nruncmd:\n  - echo {{ v1.region }}\n",
    ],
    [
      "a name in a template",
      "unknown",
      "## template: jinja\n#cloud-config\nusers:\n  - name: {{ v1.region }}\n",
    ],
    ["a script in Python that names nothing", "open", "#!/usr/bin/python3\nprint(1)\n"],
    ["a script in Python that names a home", "unknown", '#!/usr/bin/python3\nprint("/home/x")\n'],
    ["a script in Python that runs others", "unknown", "#!/usr/bin/python3\nimport subprocess\n"],
    [
      "a template of a script",
      "closed",
      "## template: jinja\n#!/bin/sh\necho {{ v1.region }}\nuserdel ubuntu\n",
    ],
    [
      "a template with conditions",
      "unknown",
      "## template: jinja\n#!/bin/sh\n{% if x %}userdel ubuntu{% endif %}\n",
    ],
    ["an include of nothing", "open", "#include\n# nothing yet\n\n"],
    ["a boothook without an interpreter, harmless", "open", "#cloud-boothook\necho 1 > /run/x\n"],
    ["a boothook without an interpreter, harmful", "unknown", "#cloud-boothook\ntouch /etc/nologin\n"],
    ["a Windows script", "open", "<powershell>\nnet user\n</powershell>\n"],
  ])("%s: %s", (_, login, text) => {
    expect(verdict(text)).toBe(login);
  });
});

describe("lines", () => {
  it("are those of the entry or command", () => {
    expect(
      causes(
        config("packages: [git]", "runcmd:", "  - echo", "  - |", "    echo", "    usermod -e 1 ubuntu"),
      ),
    ).toEqual(["7: usermod --expiredate"]);
    expect(causes(config("packages: [git]", "users: []"), { image: UBUNTU })).toContain("3: users");
    expect(causes("#!/bin/bash\nchmod 777 /home/ec2-user\n", { image: AL2023 })).toEqual(["2: chmod"]);
  });
});
