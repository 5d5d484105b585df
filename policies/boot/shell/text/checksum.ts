import { readInputs, type TextResult, type TextTool } from "./input";

/** cksum(1) of one text: its checksum and length, and the name where it was given by one. */
export const cksum: TextTool<TextResult> = (args, input) => {
  if (args.length > 1 || args.some((arg) => arg.startsWith("-"))) return undefined;
  const [text] = readInputs(args, input) ?? [];
  if (text === undefined) return undefined;
  const [path] = args;
  return { status: 0, output: `${checksum(text)}${path === undefined ? "" : ` ${path}`}\n` };
};

/**
 * A text's checksum and length as cksum(1) prints them: it is short, and tells damage, not tampering (POSIX, cksum: the CRC
 * of ISO/IEC 8802-3 over the text and then its length).
 */
export function checksum(text: string): string {
  const bytes = Buffer.from(text, "utf8");
  const length: number[] = [];
  for (let left = bytes.length; left > 0; left = Math.floor(left / 256)) length.push(left & 0xff);
  let crc = 0;
  for (const byte of bytes) crc = step(crc, byte);
  for (const byte of length) crc = step(crc, byte);
  return `${String(~crc >>> 0)} ${String(bytes.length)}`;
}

const step = (crc: number, byte: number): number => (crc << 8) ^ (TABLE[((crc >>> 24) ^ byte) & 0xff] ?? 0);

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});
