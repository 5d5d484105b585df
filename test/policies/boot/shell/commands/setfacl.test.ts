import { AL2023, bash, causes, UBUNTU, verdict } from "../../judge";
import { DEBIAN } from "../../judge";

const WITH_ACL = "apt-get install -y acl";
const acl = (...lines: readonly string[]): string => bash(WITH_ACL, ...lines);
const SSH = "/home/admin/.ssh";
// An sshd that looks at the group's right to write whoever is in the group.
const UPSTREAM = { ...DEBIAN, userGroupModes: AL2023.userGroupModes };

describe("setfacl where a group's right to write counts", () => {
  it.each([
    ["somebody may write to the home", "closed", acl("setfacl -m u:www-data:rwx /home/admin")],
    ["somebody may read the home", "open", acl("setfacl -m u:www-data:rx /home/admin")],
    ["a group may write to the key file", "closed", acl(`setfacl -m g:adm:rw ${SSH}/authorized_keys`)],
    ["everything in the home", "closed", acl("setfacl -R -m u:www-data:rwX /home/admin")],
    ["everything in the home, in one word", "closed", acl("setfacl -Rm u:www-data:rwX /home/admin")],
    ["a long option", "closed", acl("setfacl --recursive --modify=u:www-data:rwX /home/admin")],
    [
      "a folder of the home",
      "open",
      acl("mkdir /home/admin/app", "setfacl -R -m u:www-data:rwX /home/admin/app"),
    ],
    ["for a while", "open", acl("setfacl -m u:www-data:rwx /home/admin", "setfacl -b /home/admin")],
    ["taken back by the mask", "open", acl("setfacl -m u:www-data:rwx /home/admin", "chmod g-w /home/admin")],
    ["under a mask that keeps it from writing", "open", acl("setfacl -m u:www-data:rwx,m::rx /home/admin")],
    ["for what is made in the home later", "open", acl("setfacl -d -m u:www-data:rwx /home/admin")],
    ["for what is made beside the keys later", "unknown", acl(`setfacl -d -m u:www-data:rwx ${SSH}`)],
    ["what is given is not known", "unknown", acl('setfacl -m "$ACL" /home/admin')],
    ["what is given is in a file", "unknown", acl("setfacl -M /root/acl /home/admin")],
    ["to nobody that is there", "open", acl("userdel www-data", "setfacl -m u:www-data:rwx /home/admin")],
    ["without the program, perhaps", "unknown", bash("setfacl -m u:www-data:rwx /home/admin")],
    ["without the program, to no effect", "open", bash("setfacl -m u:www-data:rx /home/admin")],
  ])("%s", (_, expected, text) => {
    expect(verdict(text, { image: UPSTREAM })).toBe(expected);
  });

  it("lets an account into a home that is not its own", () => {
    const lines = [
      "chown root:root /home/admin",
      "chmod 700 /home/admin",
      "setfacl -m u:admin:rx /home/admin",
    ];
    expect(verdict(acl(...lines), { image: UPSTREAM })).toBe("unknown");
  });

  it("names the line", () => {
    expect(causes(acl("setfacl -m u:www-data:rwx /home/admin"), { image: UPSTREAM })).toEqual(["3: setfacl"]);
  });
});

describe("setfacl where one's own group may write", () => {
  it("opens the home to others than its group", () => {
    expect(verdict(acl("setfacl -m u:www-data:rwx /home/ubuntu"), { image: UBUNTU })).toBe("open");
  });
});
