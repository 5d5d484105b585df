import type { Place } from "../../facts/place";

/** What is wrong with user data as such; each is described where it is found. */
export const problemCauses = [
  "unrecognised-format",
  "leading-whitespace-shebang",
  "missing-shebang",
  "bom",
  "utf16",
  "not-utf8",
  "crlf-mixed",
  "yaml-invalid",
  "yaml-root",
  "yaml-duplicate-key",
  "mixed-types",
  "mime-malformed",
  "mime-8bit",
  "mime-part-unknown-type",
  "mime-later-part-overrides",
  "merge-type-invalid",
  "duplicate-filename",
  "archive-invalid",
  "jinja-header",
  "too-large",
  "too-complex",
  "not-base64",
  "double-base64",
  "gzip-corrupt",
  "gzip-too-large",
] as const;

export type ProblemCause = (typeof problemCauses)[number];

export interface Problem {
  readonly cause: ProblemCause;
  /** `error`: what is written does not happen. `warning`: it does not under a stated condition, or not all of it. */
  readonly severity: "error" | "warning";
  /** Absent where the user data has no lines to point at (compressed or encoded bytes). */
  readonly place: Place | undefined;
  /** What happens, as a phrase. Never holds a value of the user data. */
  readonly message: string;
}

export const error = (cause: ProblemCause, place: Place | undefined, message: string): Problem => ({
  cause,
  severity: "error",
  place,
  message,
});

export const warning = (cause: ProblemCause, place: Place | undefined, message: string): Problem => ({
  cause,
  severity: "warning",
  place,
  message,
});
