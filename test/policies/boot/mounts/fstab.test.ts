import { readFstab } from "../../../../policies/boot/mounts/fstab";
import { bash, causes, verdict } from "../judge";

describe("reading fstab", () => {
  it("takes fields apart at blanks, and escapes for what they are", () => {
    expect(readFstab("# a comment\n/dev/sdf\t/my\\040data  ext4 defaults,nofail 0 2\n")).toEqual([
      { device: "/dev/sdf", target: "/my data", type: "ext4", options: ["defaults", "nofail"], offset: 12 },
    ]);
  });

  it.each([
    ["a path that is not absolute", "/dev/sdf data ext4 defaults 0 2"],
    ["no path at all", "/dev/sdf"],
    ["nothing", "   "],
  ])("passes over %s", (_, line) => {
    expect(readFstab(line)).toEqual([]);
  });
});

const append = (line: string, ...before: readonly string[]): string =>
  bash(...before, `echo '${line}' >> /etc/fstab`);

describe("the boot after fstab was written to", () => {
  it.each([
    ["a device that may be attached or not", "unknown", append("/dev/xvdf /data ext4 defaults 0 2")],
    ["the same with nofail", "open", append("/dev/xvdf /data ext4 defaults,nofail 0 2")],
    ["the same with noauto", "open", append("/dev/xvdf /data ext4 noauto 0 2")],
    [
      "a device that was formatted",
      "open",
      append("/dev/xvdf /data ext4 defaults 0 2", "mkfs.ext4 /dev/xvdf"),
    ],
    [
      "the same by its label",
      "open",
      append("LABEL=data /data xfs defaults 0 2", "mkfs.xfs -L data /dev/xvdf"),
    ],
    [
      "the same by its UUID",
      "open",
      bash(
        "mkfs -t ext4 /dev/xvdf",
        'echo "UUID=$(blkid -s UUID -o value /dev/xvdf) /data ext4 defaults 0 2" >> /etc/fstab',
      ),
    ],
    ["a UUID that came out empty", "closed later", append("UUID= /data ext4 defaults 0 2")],
    ["a folder that is not there", "closed later", append("/missing /data none bind 0 0")],
    ["a folder that is there", "open", append("/srv/data /data none bind 0 0", "mkdir -p /srv/data")],
    ["an image file that is not there", "closed later", append("/data.img /data ext4 loop 0 0")],
    ["memory elsewhere", "open", append("tmpfs /var/cache/app tmpfs size=64m 0 0")],
    ["memory over the homes", "closed later", append("tmpfs /home tmpfs defaults 0 0")],
    ["memory below a home", "open", append("tmpfs /home/ubuntu/cache tmpfs defaults 0 0")],
    ["a network file system", "unknown", append("fs-1:/ /mnt/efs nfs4 nfsvers=4.1 0 0")],
    ["a network file system with nofail", "open", append("fs-1:/ /mnt/efs nfs4 _netdev,nofail 0 0")],
    ["swap", "open", append("/swapfile none swap sw 0 0")],
    ["no line for the root file system", "unknown", bash("echo 'tmpfs /t tmpfs defaults 0 0' > /etc/fstab")],
    ["another option for it", "open", bash("sed -i 's/defaults/defaults,noatime/' /etc/fstab")],
    ["a new file system over homes that were copied", "open", bash(...moved("cp -a /home/. /mnt/new/"))],
    ["the same by rsync", "open", bash(...moved("rsync -a /home/ /mnt/new/"))],
    ["a new file system over homes that were not", "closed later", bash(...moved("true"))],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });

  it("names the line of the entry, once", () => {
    expect(causes(append("UUID= /data ext4 defaults 0 2"))).toEqual(["2: append to a file"]);
  });
});

function moved(copy: string): readonly string[] {
  return [
    "mkfs.ext4 /dev/xvdf",
    "mkdir -p /mnt/new",
    "mount /dev/xvdf /mnt/new",
    copy,
    "umount /mnt/new",
    "echo '/dev/xvdf /home ext4 defaults 0 2' >> /etc/fstab",
  ];
}
