import { guessPlatform } from "../../../../policies/boot/decode/platform";

test.each([
  ["windows", "<powershell>\nWrite-Host\n</powershell>"],
  ["windows", "\n  <script>\necho\n</script>"],
  ["windows", "version: 1.0\ntasks:\n- task: executeScript\n"],
  ["windows", "#ps1_sysnative\nWrite-Host\n"],
  ["bottlerocket", "# nodes\n\n[settings.kubernetes]\ncluster-name = 'x'\n"],
  ["bottlerocket", 'settings.motd = "hi"\n'],
  ["ignition", ' {"ignition": {"version": "3.0.0"}}'],
  [undefined, "#!/bin/bash\necho '<powershell>'\n"],
  [undefined, "#cloud-config\nsettings: {}\n"],
  [undefined, '{"users": []}'],
  [undefined, "version: 1.0\n"],
  [undefined, ""],
])("%s: %j", (platform, text) => {
  expect(guessPlatform(text)).toBe(platform);
});
