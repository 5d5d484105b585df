import { readInputs, type TextResult, type TextTool } from "./input";

/** cksum(1) of POSIX, without options: the checksum of a text, how many bytes it has, and its file's name where it is named. */
export const cksum: TextTool<TextResult> = (args, input) => {
  if (args.some((arg) => arg.startsWith("-"))) return undefined;
  const texts = readInputs(args, input);
  if (texts === undefined) return undefined;
  const lines = texts.map((text, at) => {
    const bytes = Buffer.from(text, "utf8");
    const name = args[at] === undefined ? "" : ` ${args[at]}`;
    return `${String(checksumOf(bytes))} ${String(bytes.length)}${name}\n`;
  });
  return { status: 0, output: lines.join("") };
};

/** The CRC of ISO/IEC 8802-3 by byte (POSIX, cksum, "Extended description"). */
const TABLE: readonly number[] = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

// Over the bytes, and then over their number, its last byte first.
function checksumOf(bytes: Uint8Array): number {
  let crc = 0;
  const add = (byte: number): void => {
    crc = (crc << 8) ^ (TABLE[(crc >>> 24) ^ byte] ?? 0);
  };
  bytes.forEach(add);
  for (let left = bytes.length; left > 0; left = Math.floor(left / 256)) add(left & 0xff);
  return ~crc >>> 0;
}
