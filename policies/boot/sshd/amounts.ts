import { bad, missing, one, type Check } from "./check";
import { colonNumbers, scaled, seconds, wholeNumber } from "./numbers";
import type { Version } from "./version";

export const maxStartups: Check = one((word, line) => {
  const [begin = 0, rate = 0, full] = colonNumbers(word, 3);
  const count = colonNumbers(word, 3).length;
  if (count === 3 && (begin > (full ?? 0) || rate > 100 || rate < 1)) return false;
  if (count !== 1 && count !== 3) return false;
  return line.version < 902 || (begin > 0 && (full ?? begin) > 0);
});

export const netblock: Check = one((word) => {
  const [four, six] = colonNumbers(word, 2);
  return four !== undefined && four >= 0 && four <= 32 && (six === undefined || (six >= 0 && six <= 128));
});

export const rekeyLimit: Check = (line) => {
  const [amount = "", interval] = line.words;
  if (amount === "") return missing;
  const bytes = amount === "default" ? 0 : scaled(amount);
  if (bytes === undefined || (bytes !== 0 && bytes < 16)) return bad;
  if (interval === undefined || (line.version < 807 && interval === "")) return 1;
  return interval === "none" || seconds(interval) !== undefined ? 2 : bad;
};

const QUALITIES = /^(?:none|af[1-4][1-3]|cs[0-7]|ef|le|va|lowdelay|throughput|reliability)$/iu;
const quality = (word: string, version: Version): boolean => {
  if (QUALITIES.test(word)) return version >= 1001 || word.toLowerCase() !== "va";
  // Before 10.0 it may be a number of C, in any of its bases.
  if (version >= 1000) return wholeNumber(word, 255) !== undefined;
  if (!/^\s*[+-]?(?:0x[\da-f]+|\d+)$/iu.test(word)) return false;
  const octal = /^\s*[+-]?0\d/u.test(word);
  if (octal && /[89]/u.test(word)) return false;
  const value = octal ? Number.parseInt(word, 8) : Number(word.replace(/^\s*\+/u, ""));
  return value >= 0 && value <= 255;
};
export const ipQos: Check = (line) => {
  const [interactive = "", bulk] = line.words;
  if (interactive === "") return missing;
  const second = line.version < 807 && bulk === "" ? undefined : bulk;
  if (second === undefined) return quality(interactive, line.version) ? 1 : bad;
  return quality(interactive, line.version) && quality(second, line.version) ? 2 : bad;
};

const PENALTIES = /^(?:crash|authfail|noauth|grace-exceeded|refuseconnection|max|min):(.*)$/u;
const OVERFLOWS = /^overflow6?:(?:deny-all|permissive)$/u;

/** As of 10.3 there is one penalty more, and the times may be fractions. */
const NEW_PENALTIES = 1003;

/** The case sPerSourcePenalties of servconf.c. */
export const penalties: Check = ({ words, version }) => {
  if (words.length === 0) return missing;
  for (const [at, word] of words.entries()) {
    if (/^(?:no|yes)$/iu.test(word)) {
      if (at < words.length - 1) return { fails: `"${word.toLowerCase()}" stands with other penalties` };
      continue;
    }
    if (OVERFLOWS.test(word)) continue;
    const sources = /^max-sources[46]:(.*)$/u.exec(word)?.[1];
    if (sources !== undefined && wholeNumber(sources, 2 ** 31 - 1) !== undefined) continue;
    const time = PENALTIES.exec(word)?.[1];
    if (time !== undefined && seconds(time) !== undefined) continue;
    const mayBeNew = version >= NEW_PENALTIES && (time !== undefined || word.startsWith("invaliduser:"));
    return mayBeNew ? { unknown: "whether sshd takes the penalty" } : bad;
  }
  return words.length;
};

export const channelTimeouts: Check = (line) => {
  if (line.words.length === 0 && line.version >= 908) return missing;
  if (line.words.some((word) => word.toLowerCase() === "none")) return line.words.length === 1 ? 1 : bad;
  return line.words.every(
    (word) => /^[^=]+=/u.test(word) && seconds(word.replace(/^[^=]+=/u, "")) !== undefined,
  )
    ? line.words.length
    : bad;
};
