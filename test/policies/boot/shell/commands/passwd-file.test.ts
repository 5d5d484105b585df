import { trait } from "../../../../../policies/boot/machine/machine";
import { bash, boot, DEBIAN, verdict } from "../../judge";

const OVER = "awk -F: '$3 >= 1000 && $3 < 60000 {print $1}' /etc/passwd";

describe("a loop over the accounts of /etc/passwd", () => {
  it.each([
    ["reaches the login user by its number", "closed", [`for u in $(${OVER}); do usermod -e 1 $u; done`]],
    ["leaves the login user out", "open", [`for u in $(${OVER}); do [ $u = admin ] || userdel $u; done`]],
    ["reaches it through a pipe", "closed", [`getent passwd | cut -d: -f1 | xargs -n1 usermod -e 1`]],
    [
      "goes over system accounts alone",
      "open",
      [
        "for u in $(awk -F: '$3 < 1000 && $1 != \"root\" {print $1}' /etc/passwd); do usermod -L -s /usr/sbin/nologin $u; done",
      ],
    ],
    [
      "reaches everybody",
      "closed",
      ["for u in $(cut -d: -f1 /etc/passwd); do usermod -s /usr/sbin/nologin $u; done"],
    ],
    [
      "leaves out an account that is deleted by then",
      "open",
      ["useradd ops", "userdel ops", `[ -z "$(${OVER} | grep ops)" ] || userdel admin`],
    ],
    [
      "reads line by line",
      "closed",
      ["while IFS=: read -r user _ uid _; do [ $uid -ge 1000 ] && usermod -e 1 $user; done < /etc/passwd"],
    ],
    [
      "reads line by line from a pipe",
      "closed",
      [
        "getent passwd | while IFS=: read -r user x uid rest; do",
        '  if [ "$uid" -gt 999 ]; then userdel "$user"; fi',
        "done",
      ],
    ],
    [
      "reads line by line and leaves the login user out",
      "open",
      [
        "while IFS=: read -r user _ uid _; do",
        '  [ "$user" = admin ] && continue',
        '  [ "$uid" -lt 1000 ] || userdel $user',
        "done < /etc/passwd",
      ],
    ],
    [
      "reads a list of its own",
      "closed",
      ["printf 'ops\\nadmin\\n' > /opt/list", "while read -r name; do usermod -e 1 $name; done < /opt/list"],
    ],
    [
      "reads a list that is not known",
      "unknown",
      ["while read -r name; do usermod -e 1 $name; done < /opt/list"],
    ],
    [
      "cannot tell how many there are",
      "unknown",
      ['[ "$(cat /etc/passwd | wc -l)" -gt 21 ] && userdel admin'],
    ],
    ["cannot tell the last of them", "unknown", ["userdel $(tail -n 1 /etc/passwd | cut -d: -f1)"]],
    [
      "cannot tell what a text says of a comment",
      "unknown",
      ["usermod -e 1 $(grep -i debian /etc/passwd | cut -d: -f1)"],
    ],
    ["follows a name that is there", "closed", ["if grep -q '^admin:' /etc/passwd; then userdel admin; fi"]],
    ["follows a name that is not there", "open", ["if grep -q '^ops:' /etc/passwd; then userdel admin; fi"]],
    [
      "has system accounts made later below 1000",
      "open",
      ["useradd -r ops", `for u in $(${OVER}); do [ $u = ops ] && userdel admin; done`],
    ],
  ])("%s: %s", (_, login, lines) => {
    expect(verdict(bash(...lines), { image: DEBIAN })).toBe(login);
  });
});

describe("an edit of /etc/passwd", () => {
  it.each([
    ["gives another shell", "closed", ["sed -i '/^admin:/s#/bin/bash#/usr/sbin/nologin#' /etc/passwd"]],
    ["gives every account another shell", "closed", ["sed -i 's#:/bin/bash$#:/bin/false#' /etc/passwd"]],
    ["moves the home away from the keys", "closed", ["sed -i 's#:/home/admin:#:/srv/admin:#' /etc/passwd"]],
    ["takes the account out", "closed", ["sed -i '/^admin:/d' /etc/passwd"]],
    ["makes the line a comment", "closed", ["sed -i 's/^admin:/#admin:/' /etc/passwd"]],
    [
      "gives a number that owns none of the files",
      "closed",
      ["sed -i 's/^admin:x:1000:/admin:x:3000:/' /etc/passwd"],
    ],
    ["does not match", "open", ["sed -i 's/^ubuntu:.*/gone/' /etc/passwd"]],
    ["changes another account", "open", ["sed -i 's#^\\(games:.*:\\)[^:]*$#\\1/bin/false#' /etc/passwd"]],
    ["makes a line that is not followed", "unknown", ["sed -i 's/^admin:/ops:/' /etc/passwd"]],
    ["makes a line without all its fields", "unknown", ["sed -i 's/^admin:.*/admin:x/' /etc/passwd"]],
  ])("%s: %s", (_, login, lines) => {
    expect(verdict(bash(...lines), { image: DEBIAN })).toBe(login);
  });

  it("leaves the files to the number that the account had", () => {
    const { machine } = {
      machine: boot(bash("sed -i 's/^admin:x:1000:/admin:x:3000:/' /etc/passwd"), { image: DEBIAN })
        .afterBoot,
    };
    expect(trait(machine, "file", "/home/admin", "owner")).toMatchObject({ certain: true, value: "1000" });
  });
});
