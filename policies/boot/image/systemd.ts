/** Families whose images run systemd, in each of their releases that is still looked after. */
export const RUNS_SYSTEMD: ReadonlySet<string> = new Set([
  "debian",
  "ubuntu",
  "al2023",
  "amazon-linux-2",
  "rhel-like",
  "suse",
]);
