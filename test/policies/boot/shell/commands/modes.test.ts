import { bash, verdict } from "../../judge";

describe("chmod, chown, chgrp on Ubuntu", () => {
  it.each([
    ["everybody may write to the home", "closed", bash("chmod 777 /home/ubuntu")],
    [
      "everybody may write to the home, for a while",
      "open",
      bash("chmod 777 /home/ubuntu", "chmod 755 /home/ubuntu"),
    ],
    ["the own group may write", "open", bash("chmod 775 /home/ubuntu")],
    ["everything in the home", "closed", bash("chmod -R 777 /home/ubuntu")],
    ["a folder of the home", "open", bash("chmod -R 777 /home/ubuntu/app")],
    ["a folder with a like name", "open", bash("chmod -R 777 /home/ubuntu/.ssh-server")],
    ["/home itself", "open", bash("chmod 777 /home")],
    ["/ itself", "open", bash("chmod 777 /")],
    ["the way is barred", "closed", bash("chmod 700 /home")],
    ["the home cannot be entered", "closed", bash("chmod 600 /home/ubuntu")],
    ["the key folder cannot be entered", "closed", bash("chmod 600 /home/ubuntu/.ssh")],
    [
      "the usual repair",
      "open",
      bash("chmod 700 /home/ubuntu/.ssh", "chmod 600 /home/ubuntu/.ssh/authorized_keys"),
    ],
    ["the key file is for all to read", "open", bash("chmod 644 /home/ubuntu/.ssh/authorized_keys")],
    ["the key file is for all to write", "closed", bash("chmod 666 /home/ubuntu/.ssh/authorized_keys")],
    ["words in place of digits", "open", bash("chmod -R u=rwX,go= /home/ubuntu")],
    ["words that open it", "closed", bash("chmod a+w /home/ubuntu")],
    ["all files in the key folder", "open", bash("chmod 600 /home/ubuntu/.ssh/*")],
    ["a mode that is not known", "unknown", bash('chmod "$MODE" /home/ubuntu')],
    [
      "the owner is root, in a home that only it can enter on some releases",
      "unknown",
      bash("chown root:root /home/ubuntu"),
    ],
    ["the owner is root and the group the user's own", "open", bash("chown root /home/ubuntu")],
    ["the owner of all is root", "closed", bash("chown -R root /home/ubuntu")],
    ["the owner is a service", "closed", bash("chown -R www-data:www-data /home/ubuntu")],
    ["the owner of a folder is a service", "open", bash("chown -R www-data /home/ubuntu/app")],
    [
      "the owner is the user again",
      "open",
      bash("chown -R root /home/ubuntu", "chown -R ubuntu:ubuntu /home/ubuntu"),
    ],
    ["a group of another name", "open", bash("chown -R ubuntu:users /home/ubuntu")],
    ["numbers for an owner", "unknown", bash("chown -R 1000:1000 /home/ubuntu")],
    ["an owner that is not known", "unknown", bash('chown -R "$(cat /etc/owner)" /home/ubuntu')],
    ["a variable for an owner that nothing sets", "open", bash('chown -R "$APP_USER" /home/ubuntu')],
    ["a variable for a path that nothing sets", "open", bash('chmod -R 777 "$DATA"')],
    ["such a variable before the rest of a path", "closed", bash('chmod -R 777 "$DATA"/home')],
    ["a dot between owner and group", "open", bash("chown -R ubuntu.ubuntu /home/ubuntu")],
    ["a dot in a name", "unknown", bash("apt-get install -y app", "chown -R john.doe /home/ubuntu")],
    ["a name that nobody has", "open", bash("chown -R john /home/ubuntu")],
    ["an owner that was deleted", "open", bash("useradd app", "userdel app", "chown -R app /home/ubuntu")],
    ["as the user", "open", bash("sudo -u ubuntu chmod 700 /home")],
    ["as the user, of the user's own", "closed", bash("sudo -u ubuntu chmod 777 /home/ubuntu")],
    ["a list of rights", "unknown", bash("setfacl -R -m u:app:rwx /home/ubuntu")],
    ["another group may write", "closed", bash("chmod 775 /home/ubuntu", "chgrp www-data /home/ubuntu")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
