import type { PartKind, ScriptFrequency } from "./part";
import { lstrip } from "./python";

// cloudinit/handlers/__init__.py, INCLUSION_TYPES_MAP, longest first.
const BEGINNINGS: readonly (readonly [beginning: string, contentType: string])[] = [
  ["text/x-shellscript-per-instance", "text/x-shellscript-per-instance"],
  ["text/x-shellscript-per-boot", "text/x-shellscript-per-boot"],
  ["text/x-shellscript-per-once", "text/x-shellscript-per-once"],
  ["#cloud-config-archive", "text/cloud-config-archive"],
  ["#cloud-config-jsonp", "text/cloud-config-jsonp"],
  ["## template: jinja", "text/jinja2"],
  ["#cloud-boothook", "text/cloud-boothook"],
  ["#include-once", "text/x-include-once-url"],
  ["#part-handler", "text/part-handler"],
  ["#cloud-config", "text/cloud-config"],
  ["#include", "text/x-include-url"],
  ["#!", "text/x-shellscript"],
];

const LONGEST_BEGINNING = 32;

/** `cloudinit.handlers.type_from_starts_with`: the content type that a text's first characters stand for. */
export function typeFromBeginning(text: string): string | undefined {
  const head = lstrip(text).slice(0, LONGEST_BEGINNING).toLowerCase();
  return BEGINNINGS.find(([beginning]) => head.startsWith(beginning))?.[1];
}

/** The content type of user data that is no MIME message. */
export const NOT_MULTIPART = "text/x-not-multipart";

// cloudinit/user_data.py, DECOMP_TYPES.
const COMPRESSED: ReadonlySet<string> = new Set([
  "application/gzip",
  "application/gzip-compressed",
  "application/gzipped",
  "application/x-compress",
  "application/x-compressed",
  "application/x-gunzip",
  "application/x-gzip",
  "application/x-gzip-compressed",
]);

export const isCompressedType = (contentType: string): boolean => COMPRESSED.has(contentType);

/**
 * The type by which cloud-init handles a part: types that say little are looked up by the text's beginning. Before 20.3
 * `text/x-shellscript` was taken at its word.
 */
export function effectiveType(contentType: string, text: string, cloudInit: "19" | "22" | "23+"): string {
  const vague =
    contentType === "text/plain" ||
    contentType === NOT_MULTIPART ||
    (contentType === "text/x-shellscript" && cloudInit !== "19");
  return vague ? (typeFromBeginning(text) ?? contentType) : contentType;
}

const KINDS: ReadonlyMap<string, PartKind> = new Map<string, PartKind>([
  ["text/cloud-config", "cloud-config"],
  ["text/cloud-config-jsonp", "cloud-config-jsonp"],
  ["text/x-shellscript", "script"],
  ["text/x-shellscript-per-boot", "script"],
  ["text/x-shellscript-per-instance", "script"],
  ["text/x-shellscript-per-once", "script"],
  ["text/cloud-boothook", "boothook"],
  ["text/x-include-url", "include"],
  ["text/x-include-once-url", "include-once"],
  ["text/part-handler", "part-handler"],
  // nodeadm on EKS images of Amazon Linux 2023 reads it; cloud-init itself passes over it.
  ["application/node.eks.aws", "other"],
]);

/** What cloud-init does with a content type; `unrecognised` for those it has no handler for. */
export function kindOfType(contentType: string, cloudInit: "19" | "22" | "23+"): PartKind {
  if (cloudInit === "19" && frequencyOf(contentType) !== undefined) return "unrecognised";
  // Python walks into a message inside a message; that is not followed here.
  if (contentType.startsWith("message/")) return "unknown";
  return KINDS.get(contentType) ?? "unrecognised";
}

/** `cloudinit/handlers/shell_script_by_frequency.py`, since 22.1. */
export function frequencyOf(contentType: string): ScriptFrequency | undefined {
  if (contentType === "text/x-shellscript-per-boot") return "per-boot";
  if (contentType === "text/x-shellscript-per-instance") return "per-instance";
  return contentType === "text/x-shellscript-per-once" ? "per-once" : undefined;
}
