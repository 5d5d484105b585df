import { mendMountOptions } from "../../../../policies/boot/mending/mount-options";

const mended = (text: string): string | undefined => mendMountOptions({ text, encoding: "plain" })?.text;

describe("mending the options of mounts", () => {
  it.each([
    [
      "plain options",
      "#cloud-config\nmounts:\n  - [/dev/xvdf, /data, ext4, defaults, 0, 2] # data\n",
      '#cloud-config\nmounts:\n  - [/dev/xvdf, /data, ext4, "defaults,nofail", 0, 2] # data\n',
    ],
    [
      "quoted options of several entries",
      `#cloud-config\nmounts:\n- [xvdf, /a, auto, "defaults,noexec"]\n- [xvdg, /b, auto, 'defaults']\n`,
      `#cloud-config\nmounts:\n- [xvdf, /a, auto, "defaults,noexec,nofail"]\n- [xvdg, /b, auto, 'defaults,nofail']\n`,
    ],
    [
      "the defaults of all entries",
      `#cloud-config\nmount_default_fields: [~, ~, auto, "defaults", "0", "2"]\nmounts:\n- [xvdf, /a]\n`,
      `#cloud-config\nmount_default_fields: [~, ~, auto, "defaults,nofail", "0", "2"]\nmounts:\n- [xvdf, /a]\n`,
    ],
    [
      "options in a block",
      "#cloud-config\nmounts:\n  -\n    - xvdf\n    - /a\n    - auto\n    - defaults\n",
      '#cloud-config\nmounts:\n  -\n    - xvdf\n    - /a\n    - auto\n    - "defaults,nofail"\n',
    ],
  ])("adds nofail to %s and keeps the rest", (_, before, after) => {
    expect(mended(before)).toBe(after);
  });

  it.each([
    ["nofail is there already", "#cloud-config\nmounts:\n- [xvdf, /a, auto, 'defaults,nofail']\n"],
    ["nothing is mounted at the boot", "#cloud-config\nmounts:\n- [xvdf, /a, auto, noauto]\n"],
    ["the defaults of cloud-init stand", "#cloud-config\nmounts:\n- [xvdf, /a]\n"],
    ["the mount stands in a script", "#!/bin/sh\necho '/dev/xvdf /a ext4 defaults 0 0' >> /etc/fstab\n"],
    [
      "the options are folded",
      "#cloud-config\nmounts:\n- [xvdf, /a, auto]\n- - xvdg\n  - /b\n  - auto\n  - >-\n    defaults\n",
    ],
    ["the YAML does not parse", "#cloud-config\nmounts: [[\n"],
  ])("changes nothing where %s", (_, text) => {
    expect(mended(text)).toBeUndefined();
  });

  it("mends within base64", () => {
    const encode = (text: string): string => Buffer.from(text).toString("base64");
    expect(
      mendMountOptions({
        text: encode("#cloud-config\nmounts: [[xvdf, /a, auto, ro]]\n"),
        encoding: "base64",
      })?.text,
    ).toBe(encode('#cloud-config\nmounts: [[xvdf, /a, auto, "ro,nofail"]]\n'));
  });
});
