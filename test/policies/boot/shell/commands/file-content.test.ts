import { KEY, bash, verdict } from "../../judge";

describe("writing to key files and others that decide", () => {
  it.each([
    ["adds a key", "open", bash(`echo "${KEY}" >> /home/ubuntu/.ssh/authorized_keys`)],
    [
      "adds a key by tee",
      "open",
      bash(`echo "${KEY}" | sudo tee -a ~ubuntu/.ssh/authorized_keys > /dev/null`),
    ],
    ["replaces the keys by another one", "open", bash(`echo "${KEY}" > /home/ubuntu/.ssh/authorized_keys`)],
    ["empties the file", "closed", bash("> /home/ubuntu/.ssh/authorized_keys")],
    ["empties it another way", "closed", bash(": > /home/ubuntu/.ssh/authorized_keys")],
    ["empties it by /dev/null", "closed", bash("cat /dev/null > /home/ubuntu/.ssh/authorized_keys")],
    ["empties it by echo", "closed", bash("echo -n > /home/ubuntu/.ssh/authorized_keys")],
    ["writes no key at all", "closed", bash("echo none > /home/ubuntu/.ssh/authorized_keys")],
    [
      "writes what is not known",
      "unknown",
      bash('echo "$(cat /etc/keys)" > /home/ubuntu/.ssh/authorized_keys'),
    ],
    [
      "writes a variable that nothing sets",
      "closed",
      bash('echo "$KEYS" > /home/ubuntu/.ssh/authorized_keys'),
    ],
    ["adds what is not known", "open", bash('echo "$KEYS" >> /home/ubuntu/.ssh/authorized_keys')],
    [
      "adds what is fetched",
      "open",
      bash("curl -s https://example.com/keys >> /home/ubuntu/.ssh/authorized_keys"),
    ],
    [
      "replaces by what is fetched",
      "unknown",
      bash("curl -s https://example.com/keys > /home/ubuntu/.ssh/authorized_keys"),
    ],
    [
      "fetches into the file",
      "unknown",
      bash("curl -s https://example.com/keys -o /home/ubuntu/.ssh/authorized_keys"),
    ],
    [
      "fetches from S3 into the file",
      "unknown",
      bash("aws s3 cp s3://b/keys /home/ubuntu/.ssh/authorized_keys"),
    ],
    ["writes to the user's other files", "open", bash("echo x > /home/ubuntu/.ssh/config")],
    ["edits sshd's configuration", "open", bash("sed -i 's/^#Port.*/Port 2222/' /etc/ssh/sshd_config")],
    [
      "prints sshd's configuration",
      "open",
      bash("sed -n p /etc/ssh/sshd_config; cat /etc/ssh/sshd_config; grep Port /etc/ssh/sshd_config"),
    ],
    [
      "edits sshd's configuration and a part of it that is not there",
      "open",
      bash("sed -i 's/^DenyUsers.*/# &/' /etc/ssh/sshd_config /etc/ssh/sshd_config.d/10-hardening.conf"),
    ],
    [
      "edits sshd's configuration and whatever files there are besides",
      "open",
      bash("sed -i 's/^#Port.*/Port 2222/' /etc/ssh/sshd_config /opt/hardening/*.conf"),
    ],
    [
      "adds to sshd's configuration what is not there",
      "open",
      bash("cat /etc/ssh/sshd_config.d/10-hardening.conf >> /etc/ssh/sshd_config"),
    ],
    [
      "edits sshd's configuration and a file that was fetched, up to the first match in any of them",
      "unknown",
      bash(
        "curl -fsSo /etc/ssh/extra https://example.com",
        "sed -i '/^UsePAM/q' /etc/ssh/extra /etc/ssh/sshd_config",
      ),
    ],
    ["edits the accounts' file", "closed", bash("sed -i '/ubuntu/d' /etc/passwd")],
    ["edits the passwords' file", "unknown", bash("sed -i '/ubuntu/d' /etc/shadow")],
    ["makes every key a comment", "closed", bash("sed -i 's/^/#/' /home/ubuntu/.ssh/authorized_keys")],
    [
      "takes a key out that may be the launch's",
      "unknown",
      bash("sed -i '/web/d' /home/ubuntu/.ssh/authorized_keys"),
    ],
    [
      "puts a new file of nothing there",
      "closed",
      bash("install -m 600 /dev/null /home/ubuntu/.ssh/authorized_keys"),
    ],
    [
      "copies what is not there",
      "open",
      bash("cp /home/ubuntu/.ssh/authorized_keys.old /home/ubuntu/.ssh/authorized_keys"),
    ],
    [
      "copies what is not there, which ends the script",
      "open",
      bash("set -e", "cp -p /home/ubuntu/.ssh/old /home/ubuntu/.ssh/authorized_keys", "userdel ubuntu"),
    ],
    [
      "adds a mount that must be there",
      "unknown",
      bash("echo '/dev/xvdf /data xfs defaults 0 2' >> /etc/fstab"),
    ],
    ["mounts over homes", "unknown", bash("echo '/dev/xvdf /home xfs defaults,nofail 0 2' >> /etc/fstab")],
    ["forbids processes", "unknown", bash("echo '* hard nproc 0' >> /etc/security/limits.conf")],
    ["leaves a note that nobody may log in", "closed", bash("touch /etc/nologin")],
    ["removes the keys", "closed", bash("rm -f /home/ubuntu/.ssh/authorized_keys")],
    ["removes the key folder", "closed", bash("rm -rf ~ubuntu/.ssh")],
    [
      "removes other files there",
      "open",
      bash("rm -f /home/ubuntu/.ssh/known_hosts /home/ubuntu/.bash_history"),
    ],
    ["removes without -r what is a folder", "open", bash("rm -f /home/ubuntu")],
    ["moves the keys away", "closed", bash("mv /home/ubuntu/.ssh/authorized_keys /root/")],
    [
      "restores them from a copy",
      "open",
      bash(
        "cp /home/ubuntu/.ssh/authorized_keys /tmp/k",
        "rm -rf /home/ubuntu/.ssh",
        "mkdir -m 700 /home/ubuntu/.ssh",
        "cat /tmp/k > /home/ubuntu/.ssh/authorized_keys",
        "chown -R ubuntu: /home/ubuntu/.ssh",
      ),
    ],
    ["deletes all below homes", "closed", bash("find /home -delete")],
    [
      "makes the folder with an open umask",
      "closed",
      bash(
        "rm -rf /home/ubuntu/.ssh",
        "umask 000",
        "mkdir /home/ubuntu/.ssh",
        `echo "${KEY}" > /home/ubuntu/.ssh/authorized_keys`,
      ),
    ],
    [
      "makes the folder with a closed umask, as root",
      "closed",
      bash(
        "rm -rf /home/ubuntu/.ssh",
        "umask 077",
        "mkdir /home/ubuntu/.ssh",
        `echo "${KEY}" > /home/ubuntu/.ssh/authorized_keys`,
      ),
    ],
    ["turns only the errors into a file", "open", bash("echo x 2> /home/ubuntu/.ssh/errors")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
