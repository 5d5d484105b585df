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
    { length: 38546, sha256: "d7683379f27bf9bfe6f0bad2306d89c36bac52329bc2d2b21b1c98f7ddc15b82" },
  ],
  [
    "/etc/systemd/system/latchkey-repair.service",
    { length: 398, sha256: "6a0f8e44fb2a47247304cf5a73c8d258574927f4a5ef7a17ee1f5d1868d604d7" },
  ],
  [
    "/etc/systemd/system/latchkey-emergency.service",
    { length: 263, sha256: "d8ff0b38367c5f250f8a0fd8ff181caee23c98d949be5d40871f7a55b667db10" },
  ],
]);
