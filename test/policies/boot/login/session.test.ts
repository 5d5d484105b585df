import { AL2023, bash, causes, DEBIAN, verdict } from "../judge";

const on = (...lines: readonly string[]): string => verdict(bash(...lines), { image: DEBIAN });
const DENY_ALL = 'echo "ALL: ALL" >> /etc/hosts.deny';
const PAM_ACCESS =
  "sed -i 's/^# account *required *pam_access.so/account required pam_access.so/' /etc/pam.d/sshd";

describe("the host's own files at a log-in", () => {
  it.each([
    ["the TCP wrappers refuse everybody", "closed", [DENY_ALL]],
    ["all but this service", "open", ['echo "ALL EXCEPT sshd: ALL" >> /etc/hosts.deny']],
    ["another service", "open", ['echo "rpcbind: ALL" >> /etc/hosts.deny']],
    ["an exception that comes first", "open", ['echo "sshd: ALL" >> /etc/hosts.allow', DENY_ALL]],
    ["an exception for some", "unknown", ['echo "sshd: 10." >> /etc/hosts.allow', DENY_ALL]],
    ["an address that is refused", "unknown", ['echo "sshd: 192.0.2.1" >> /etc/hosts.deny']],
    ["a list that nobody reads", "open", ['echo "-:ALL EXCEPT root:ALL" >> /etc/security/access.conf']],
    [
      "a list that PAM reads",
      "closed",
      ['echo "-:ALL EXCEPT root:ALL" >> /etc/security/access.conf', PAM_ACCESS],
    ],
    [
      "a list with the account",
      "open",
      ['echo "-:ALL EXCEPT root admin:ALL" >> /etc/security/access.conf', PAM_ACCESS],
    ],
    ["a list of terminals", "open", ['echo "-:ALL:LOCAL" >> /etc/security/access.conf', PAM_ACCESS]],
    ["no log-in at a time", "closed", ['echo "* hard maxlogins 0" > /etc/security/limits.d/a.conf']],
    ["ten log-ins at a time", "open", ['echo "* hard maxlogins 10" > /etc/security/limits.d/a.conf']],
    [
      "none, and ten for the account",
      "open",
      [
        'echo "* - maxlogins 0" > /etc/security/limits.d/a.conf',
        'echo "admin - maxlogins 10" >> /etc/security/limits.d/a.conf',
      ],
    ],
    [
      "more files than the kernel allows",
      "unknown",
      ['echo "* hard nofile 9999999" >> /etc/security/limits.conf'],
    ],
    ["accounts that nobody looks for", "closed", ["sed -i 's/^passwd:.*/passwd: sss/' /etc/nsswitch.conf"]],
    ["one more place for accounts", "open", ["sed -i 's/^passwd:.*/passwd: files sss/' /etc/nsswitch.conf"]],
    ["PAM denies accounts", "closed", ["sed -i '1i account required pam_deny.so' /etc/pam.d/sshd"]],
    ["PAM denies passwords alone", "open", ["sed -i '1i auth required pam_deny.so' /etc/pam.d/sshd"]],
    ["PAM denies what may fail", "open", ["sed -i '1i account optional pam_deny.so' /etc/pam.d/sshd"]],
    [
      "PAM denies behind what suffices",
      "open",
      [
        "sed -i '1i account required pam_deny.so' /etc/pam.d/sshd",
        "sed -i '1i account sufficient pam_permit.so' /etc/pam.d/sshd",
      ],
    ],
    [
      "a module that is not followed",
      "unknown",
      ["sed -i '1i account required pam_listfile.so' /etc/pam.d/sshd"],
    ],
    ["a shell that ends at once", "closed", ["sed -i '1i exit 0' /home/admin/.bashrc"]],
    ["an end that no command comes to", "open", ["echo exit >> /home/admin/.bashrc"]],
    ["an end for log-in shells alone", "open", ["echo exit > /etc/profile.d/x.sh"]],
    ["a file that Debian's unit looks for", "closed later", ["touch /etc/ssh/sshd_not_to_be_run"]],
  ] as const)("%s: %s", (_, login, lines) => {
    expect(on(...lines)).toBe(login);
  });

  it("tells the line that says so", () => {
    expect(causes(bash("true", DENY_ALL), { image: DEBIAN })).toEqual(["3: append to a file"]);
  });

  it("knows that Amazon Linux 2023 asks no TCP wrappers", () => {
    expect(verdict(bash(DENY_ALL), { image: AL2023 })).toBe("open");
  });

  it("keeps PAM where Amazon Linux's main file is only added to", () => {
    const script = bash("echo 'PermitRootLogin no' >> /etc/ssh/sshd_config", "systemctl restart sshd");
    expect(verdict(script, { image: AL2023 })).toBe("open");
  });
});
