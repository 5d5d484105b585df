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
    { length: 38544, sha256: "637898425222586134b90a954f9bb180d8f9bd1b763caa380cc811cc1ef8cde8" },
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
