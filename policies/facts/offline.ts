/**
 * What the offline provider leaves behind, by which the pack knows it: a policy pack sees no look-up and no plugin, only
 * resources with their providers' inputs.
 */

/**
 * An input that the offline provider adds to its own configuration. AWS's provider refuses an argument that it does not
 * know, so that no program can claim it of a real one.
 */
export const OFFLINE_INPUT = "latchkeyOffline";

/** What the ids of its images begin with: long enough that no id of AWS's has it by chance. */
export const OFFLINE_IMAGE = "ami-0ff11e1a7c4";
