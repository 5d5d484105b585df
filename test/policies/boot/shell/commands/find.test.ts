import { bash, verdict } from "../../judge";

describe("find and xargs", () => {
  it.each([
    ["deletes key files", "closed", bash("find /home -name authorized_keys -delete")],
    ["deletes other files", "open", bash("find /home -name '*.log' -delete")],
    ["deletes old files", "unknown", bash("find /home -name 'authorized_*' -mtime +7 -delete")],
    ["prints", "open", bash("find /home -name authorized_keys -print")],
    ["opens each file", "closed", bash("find /home -type f -exec chmod 666 {} \\;")],
    ["opens each folder at once", "closed", bash("find /home -type d -exec chmod 777 {} +")],
    ["opens what is not that deep", "open", bash("find /home -mindepth 4 -exec chmod 777 {} +")],
    ["opens homes alone", "closed", bash("find /home -mindepth 1 -maxdepth 1 -exec chmod o+w {} +")],
    ["gives away what is the user's", "closed", bash("find / -user ubuntu -exec chown nobody {} +")],
    [
      "gives away what is not the user's",
      "open",
      bash("find /home/ubuntu ! -user ubuntu -exec chown nobody {} +"),
    ],
    ["starts elsewhere", "open", bash("find /var/www -type f -exec chmod 666 {} +")],
    ["asks what is not followed", "unknown", bash("find /home -type f -o -type d -exec chmod 666 {} +")],
    ["hands on what it finds", "closed", bash("find /home -name authorized_keys | xargs rm -f")],
    [
      "hands it on with zeros",
      "closed",
      bash("find /home -name authorized_keys -print0 | xargs -0 chmod 666"),
    ],
    ["finds nothing to hand on", "open", bash("find /home -name '*.bak' | xargs -r rm -f")],
    ["goes over what it finds", "closed", bash("for f in $(find /home -name .ssh); do chmod 777 $f; done")],
    ["puts words in a mark's place", "closed", bash("echo ubuntu | xargs -I{} usermod -s /bin/false {}")],
    ["hands on words by one", "closed", bash("echo /srv /home/ubuntu | xargs -n 1 chmod 777")],
    ["hands on what is not known", "unknown", bash("cat /etc/names | xargs -n 1 userdel")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});

describe("perl -pi", () => {
  const on = (script: string): string =>
    bash(`perl -pi -e '${script}' /etc/ssh/sshd_config`, "systemctl restart sshd");
  it.each([
    ["changes a line as sed does", "closed", on("s/^#?PubkeyAuthentication.*/PubkeyAuthentication no/")],
    ["changes one that decides nothing", "open", on("s/^#?PermitRootLogin.*/PermitRootLogin no/")],
    ["does what sed cannot", "unknown", on("s/^(?i)#?(\\w+)/$1/")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});

describe("what may be there", () => {
  it.each([
    ["a folder of its own that nobody made", "open", bash("if [ -d /opt/app ]; then userdel ubuntu; fi")],
    [
      "the same after a package came",
      "unknown",
      bash("apt-get install -y app", "[ -d /opt/app ] && userdel ubuntu"),
    ],
    [
      "the same after a clone",
      "unknown",
      bash("git clone https://x/y /opt/app", "[ -d /opt/app ] && userdel ubuntu"),
    ],
    ["a file of the system", "unknown", bash("[ -f /etc/x ] && userdel ubuntu")],
    ["a folder that was made", "closed", bash("mkdir -p /opt/app", "[ -d /opt/app ] && userdel ubuntu")],
    ["a file that is empty", "open", bash(": > /opt/f", "[ -s /opt/f ] && userdel ubuntu")],
    ["a link", "closed", bash("ln -s /opt/a /opt/b", "[ -L /opt/b ] && userdel ubuntu")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});

describe("host keys", () => {
  it.each([
    ["that everybody may read", "closed", bash("chmod -R 777 /etc")],
    ["of which one is left", "open", bash("chmod 644 /etc/ssh/ssh_host_rsa_key")],
    ["that are removed", "closed", bash("rm -f /etc/ssh/ssh_host_*")],
    ["that are made again", "open", bash("rm -f /etc/ssh/ssh_host_*", "ssh-keygen -A")],
    ["of the server's package", "open", bash("rm -f /etc/ssh/ssh_host_*", "dpkg-reconfigure openssh-server")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
