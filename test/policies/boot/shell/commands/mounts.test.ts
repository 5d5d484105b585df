import { bash, causes, verdict } from "../../judge";

describe("mount and umount", () => {
  it.each([
    ["memory over the homes until the next boot", "closed", bash("mount -t tmpfs tmpfs /home")],
    ["unmounted again", "open", bash("mount -t tmpfs tmpfs /home", "umount /home")],
    ["memory below a home", "open", bash("mkdir /home/ubuntu/d", "mount -t tmpfs tmpfs /home/ubuntu/d")],
    ["a folder over the home", "closed", bash("mkdir -p /d", "mount --bind /d /home/ubuntu")],
    ["a folder that is not there", "open", bash("mount --bind /d /home/ubuntu")],
    ["a place that is not there", "open", bash("mount -t tmpfs tmpfs /home/nobody")],
    ["a device of which nothing is known", "unknown", bash("mount /dev/xvdf /home")],
    ["a device that was formatted", "closed", bash("mkfs.xfs /dev/xvdf", "mount /dev/xvdf /home")],
    [
      "a device that may have been formatted",
      "unknown",
      bash("blkid /dev/xvdf || mkfs.xfs /dev/xvdf", "mount /dev/xvdf /home"),
    ],
    ["a device elsewhere", "open", bash("mkdir -p /data", "mount /dev/xvdf /data")],
    [
      "what fstab has for a place",
      "closed",
      bash("echo 'tmpfs /home tmpfs noauto 0 0' >> /etc/fstab", "mount /home"),
    ],
    ["all that fstab has", "closed", bash("echo 'tmpfs /home tmpfs nofail 0 0' >> /etc/fstab", "mount -a")],
    ["mounted anew with other options", "open", bash("mount -o remount,noexec /home")],
    ["maybe over the homes", "unknown", bash("[ -f /etc/x ] && mount -t tmpfs tmpfs /home")],
    [
      "a mount that moves over the homes, with everything in it",
      "open",
      bash("mkdir /n", "mount -t tmpfs tmpfs /n", "cp -a /home/. /n/", "mount --move /n /home"),
    ],
    [
      "a home that is made again on the file system over it",
      "open",
      bash(
        "mount -t tmpfs tmpfs /home",
        "mkdir -p -m 755 /home/ubuntu /home/ubuntu/.ssh",
        "echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFuIiMf5Y/aDOzlmbnbiMJO88AfPL/bb2vRZXKtb0nP3 a' > /home/ubuntu/.ssh/authorized_keys",
      ),
    ],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });

  it("tells once that the home is not there", () => {
    expect(causes(bash("mount -t tmpfs tmpfs /home"))).toEqual(["2: mount"]);
  });
});
