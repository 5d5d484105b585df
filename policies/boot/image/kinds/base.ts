import type { ImageKind } from "../families";

/** What a kind is taken to be where its row does not say. */
export const base = {
  owners: [],
  parameters: [],
  agent: "unknown",
  instanceConnect: "unknown",
  initSystem: "cloud-init",
  managed: false,
  ebsOnly: true,
} as const satisfies Partial<ImageKind>;

/** The AWS Marketplace, which owns what vendors publish through it. */
export const MARKETPLACE = "679593333241";
