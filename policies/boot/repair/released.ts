// Made by `npm run gen` of the sources in components/cloud-init/repair.

/** A text that is known by its length and digest. */
export interface Released {
  readonly length: number;
  readonly sha256: string;
}

/** What the component's boothook writes, the configuration aside: by path. */
export const RELEASED: ReadonlyMap<string, Released> = new Map([
  [
    "/usr/local/sbin/latchkey-repair",
    { length: 39938, sha256: "466272591733c817e63742f1b5e2aaeb5ac8741a1f02897b3234cfc46dd5983c" },
  ],
  [
    "/etc/systemd/system/latchkey-repair.service",
    { length: 443, sha256: "0e6584b3c6fff3cfa6da4fed9f21905874caf817d82f3d484f2c2b16226492f4" },
  ],
  [
    "/etc/systemd/system/latchkey-emergency.service",
    { length: 263, sha256: "d8ff0b38367c5f250f8a0fd8ff181caee23c98d949be5d40871f7a55b667db10" },
  ],
]);
