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
    { length: 35945, sha256: "64add10febecfcae49014606584110318a0f4f0af85eb744473d1ddb1d8aa228" },
  ],
  [
    "/etc/systemd/system/latchkey-repair.service",
    { length: 442, sha256: "b2711b59c2074d1187a297b45f3e314f0ca39ef2fb09b0bacf40b49b4b9db00b" },
  ],
  [
    "/etc/systemd/system/latchkey-emergency.service",
    { length: 263, sha256: "d8ff0b38367c5f250f8a0fd8ff181caee23c98d949be5d40871f7a55b667db10" },
  ],
]);
