import * as fc from "fast-check";
import type { ImageName } from "../boot/lab/images";
import { accountEffects } from "./generated-user-data/accounts";
import { cloudConfig } from "./generated-user-data/cloud-config";
import type { Effect } from "./generated-user-data/effect";
import { fileEffects } from "./generated-user-data/files";
import { inFlow, script } from "./generated-user-data/flow";
import { gateEffects, unitEffects } from "./generated-user-data/services";
import { sshdEffects } from "./generated-user-data/sshd";

/** A launch whose user data does what user data does to log-ins, for good or ill. Nobody knows yet how it ends. */
export interface GeneratedCase {
  /** What the user data does, in few words. */
  readonly told: string;
  readonly userData: string;
  readonly image: ImageName;
  readonly keyPair: boolean;
  readonly systemd: boolean;
}

const MOST_IN_A_SCRIPT = 5;

const withoutUnits: fc.Arbitrary<Effect> = fc.oneof(
  { weight: 6, arbitrary: accountEffects },
  { weight: 7, arbitrary: fileEffects },
  { weight: 4, arbitrary: sshdEffects },
  { weight: 2, arbitrary: gateEffects },
);

// sshd's settings and its restart belong together.
const withUnits: fc.Arbitrary<Effect> = fc.oneof(
  { weight: 2, arbitrary: accountEffects },
  { weight: 2, arbitrary: fileEffects },
  { weight: 5, arbitrary: sshdEffects },
  { weight: 6, arbitrary: unitEffects },
);

interface Part {
  readonly told: string;
  readonly text: string;
  readonly systemd: boolean;
}

// What runs before sshd's unit is started would wait for it forever: such a boot has no end to record.
const early = withoutUnits;

const boothook: fc.Arbitrary<Part> = script(early, 2).map(({ text, told, ...part }) => ({
  ...part,
  told: `boothook: ${told}`,
  text: `#cloud-boothook\n${text}`,
}));

const config = (effects: fc.Arbitrary<Effect>): fc.Arbitrary<Part> =>
  cloudConfig(inFlow(effects), inFlow(early)).map(({ told, ...part }) => ({
    ...part,
    told: `config: ${told}`,
  }));

const scripted = (effects: fc.Arbitrary<Effect>, most: number): fc.Arbitrary<Part> =>
  script(effects, most).map(({ told, ...part }) => ({ ...part, told: `script: ${told}` }));

const TYPES: readonly (readonly [begins: string, type: string])[] = [
  ["#!", "text/x-shellscript"],
  ["#cloud-config", "text/cloud-config"],
  ["#cloud-boothook", "text/cloud-boothook"],
];

const message = (parts: readonly Part[]): string => {
  const entities = parts.map(({ text }, index) => {
    const [, type = "text/plain"] = TYPES.find(([begins]) => text.startsWith(begins)) ?? [];
    const head = [
      `Content-Type: ${type}; charset="us-ascii"`,
      "MIME-Version: 1.0",
      `Content-Disposition: attachment; filename="part-${String(index)}"`,
    ];
    return ["--BOUNDARY", ...head, "", text].join("\n");
  });
  const head = ["MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="BOUNDARY"', "", ""];
  return [...head, ...entities, "--BOUNDARY--", ""].join("\n");
};

const archive = (parts: readonly Part[]): string =>
  `#cloud-config-archive\n${JSON.stringify(parts.map(({ text }) => ({ content: text })))}\n`;

const inParts = (effects: fc.Arbitrary<Effect>): fc.Arbitrary<Part> =>
  fc
    .tuple(
      fc.array(fc.oneof(scripted(effects, 2), scripted(effects, 2), boothook, config(effects)), {
        minLength: 2,
        maxLength: 3,
      }),
      fc.constantFrom(message, message, archive),
    )
    .map(([parts, join]) => ({
      told: parts.map(({ told }) => told).join(" + "),
      text: join(parts),
      systemd: parts.some(({ systemd }) => systemd),
    }));

const forms = (effects: fc.Arbitrary<Effect>): fc.Arbitrary<Part> =>
  fc.oneof(
    { weight: 10, arbitrary: scripted(effects, MOST_IN_A_SCRIPT) },
    { weight: 6, arbitrary: config(effects) },
    { weight: 3, arbitrary: inParts(effects) },
    { weight: 1, arbitrary: boothook },
  );

const IMAGES: readonly ImageName[] = ["bookworm", "trixie", "bookworm-upstream-modes"];
// Only these have systemd set up for a boot.
const WITH_UNITS: readonly ImageName[] = ["bookworm", "trixie"];

/**
 * Launches of Debian's images with user data of one to six commands that change accounts, modes, owners, keys, sshd's
 * configuration and its unit, in scripts, cloud-configs and several parts. Roughly half of them shut everybody out; which
 * ones is not for this to say, but for a boot.
 */
export const generatedUserData: fc.Arbitrary<GeneratedCase> = fc
  .record({
    part: fc.oneof({ weight: 4, arbitrary: forms(withoutUnits) }, { weight: 1, arbitrary: forms(withUnits) }),
    keyPair: fc.nat({ max: 15 }),
    image: fc.nat({ max: 5 }),
  })
  .map(({ part, keyPair, image }) => {
    const images = part.systemd ? WITH_UNITS : IMAGES;
    return {
      told: part.told,
      userData: part.text,
      image: images[image % images.length] ?? "bookworm",
      keyPair: keyPair > 0,
      systemd: part.systemd,
    };
  });
