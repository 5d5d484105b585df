import { partSource } from "../../facts/place";
import type { Release } from "./finish";
import { inflate, isGzip } from "./gzip";
import { leavesOfMessage, singleLeaf } from "./leaves";
import type { Part } from "./part";
import { error, warning, type Problem } from "./problem";
import { decodeUtf8 } from "./python";
import { readLeaves, type PartsRead } from "./read-leaves";
import { transport } from "./transport";
import { newWork, type Work } from "../work";

export interface DecodedUserData {
  /** In the order in which cloud-init meets them; archives are opened. Empty unless `outcome` is `processed`. */
  readonly parts: readonly Part[];
  readonly problems: readonly Problem[];
  /** Raw bytes as EC2 counts them: after base64, before gunzip. */
  readonly size: number;
  /**
   * `refused`: the provider or EC2 turns the launch down. `aborted`: cloud-init's init stage ends with "Consuming user
   * data failed!", so that no users, no keys and nothing else of the user data come to be.
   */
  readonly outcome: "processed" | "refused" | "aborted";
}

/** What the image's cloud-init is like; left out where it is not known. 23+ stands for 23.3 and later. */
export interface CloudInitRelease {
  readonly cloudInit?: "19" | "22" | "23+";
}

// The most that user data may inflate to and still be read: 16 times EC2's limit. Real ones stay far below.
const INFLATE_LIMIT = 256 * 1024;

/**
 * From user data as written in a resource to the parts that cloud-init processes (`cloudinit/user_data.py`,
 * `cloudinit/handlers/`), and what is wrong with it. Never throws; bounded in time whatever the text.
 *
 * @param input the property's text and whether the provider encodes it (`plain`) or the program has to (`base64`)
 * @param work that of the prediction which it is read for
 */
export function decodeUserData(
  input: { readonly text: string; readonly encoding: "plain" | "base64" },
  image: CloudInitRelease = {},
  work: Work = newWork(),
): DecodedUserData {
  const { bytes, size, problems, perhapsDecoded } = transport(input, image.cloudInit);
  if (bytes === undefined) return { parts: [], problems, size, outcome: "refused" };
  if (problems.some(({ cause, severity }) => cause === "double-base64" && severity === "error")) {
    return {
      parts: [opaquePart(perhapsDecoded ? "unknown" : "unrecognised")],
      problems,
      size,
      outcome: "processed",
    };
  }
  const release = { cloudInit: image.cloudInit ?? "22", certain: image.cloudInit !== undefined } as const;
  const read = readBytes(bytes, release, work);
  return { ...read, problems: [...problems, ...read.problems], size };
}

type Read = Omit<DecodedUserData, "size">;

function opaquePart(kind: "unknown" | "unrecognised", text = ""): Part {
  return { kind, source: partSource(text, { part: 1, parts: 1 }), jinja: false, filename: "part-001" };
}

const only = (part: Part, problem: Problem): Read => ({
  parts: [part],
  problems: [problem],
  outcome: "processed",
});

function readBytes(bytes: Buffer, release: Release, work: Work): Read {
  if (bytes.length === 0) return { parts: [], problems: [], outcome: "processed" };
  if (!isGzip(bytes)) return readContent(bytes, release, work);
  const inflated = inflate(bytes, INFLATE_LIMIT);
  if (inflated.state === "inflated") return readContent(inflated.bytes, release, work);
  if (inflated.state === "corrupt") {
    return only(
      opaquePart("unrecognised"),
      error("gzip-corrupt", undefined, "broken gzip: cloud-init ignores all of it"),
    );
  }
  const message = "inflates to more than is read here: not judged";
  return only(opaquePart("unknown"), warning("gzip-too-large", undefined, message));
}

function readContent(bytes: Buffer, release: Release, work: Work): Read {
  const { text, valid } = decodeUtf8(bytes);
  if (isUtf16(bytes)) {
    const message = "UTF-16, as Windows editors save: cloud-init reads UTF-8 only and ignores all of it";
    return only(opaquePart("unrecognised"), error("utf16", undefined, message));
  }
  // cloudinit.user_data.convert_string
  const isMessage = bytes.toString("latin1", 0, 4096).toLowerCase().includes("mime-version:");
  if (!isMessage) return outcomeOf(readLeaves([singleLeaf(text, valid)], "whole", release, work));
  const whole = partSource(text, { part: 1, parts: 1 });
  if (!valid) {
    const message =
      "a MIME message with bytes that are no UTF-8: cloud-init stops here, and no part takes effect";
    const at = whole.placeAt(Math.max(0, text.indexOf("\ufffd")));
    return { parts: [], problems: [error("not-utf8", at, message)], outcome: "aborted" };
  }
  const message = leavesOfMessage(text, INFLATE_LIMIT);
  if (message === "too-complex") {
    const why = "more parts, or deeper ones, than are read here: not judged";
    return only(opaquePart("unknown", text), warning("too-complex", whole.placeAt(0), why));
  }
  const flaws = message.flaws.map(({ at, severity, message }): Problem => ({
    cause: "mime-malformed",
    severity,
    place: whole.placeAt(at),
    message,
  }));
  const from = message.multipart ? "message" : "whole";
  return outcomeOf(readLeaves(message.leaves, from, release, work), flaws);
}

function outcomeOf({ parts, problems, aborts }: PartsRead, before: readonly Problem[] = []): Read {
  return { parts, problems: [...before, ...problems], outcome: aborts ? "aborted" : "processed" };
}

/** A UTF-16 byte order mark, or a NUL in the first characters, as UTF-16 text in a Western language has. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString("hex");
  return (
    mark === "fffe" ||
    mark === "feff" ||
    (bytes.length > 3 && (bytes[0] === 0) !== (bytes[1] === 0) && (bytes[2] === 0) !== (bytes[3] === 0))
  );
}
