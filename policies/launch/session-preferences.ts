import { parseDocument } from "yaml";
import { absent, known, unknown, type Fact } from "../facts/fact";
import { textAt } from "./read";
import type { StackResource } from "./resource";

/** The document that Session Manager takes its preferences from, in each account and region. */
const PREFERENCES = "SSM-SessionManagerRunShell";

/** Session Manager's Run As, as its preferences have it. */
export interface RunAs {
  readonly enabled: boolean;
  /** `runAsDefaultUser`; "" where none is named. */
  readonly defaultUser: string;
}

/**
 * Run As of an `aws:ssm/document:Document`. Absent: another document, or one without inputs.
 *
 * Its content is JSON or YAML, and JSON is YAML, too (`documentFormat`).
 */
export function runAsOf({ inputs }: StackResource): Fact<RunAs> {
  const name = textAt(inputs, "name");
  if (name.state === "unknown") return name;
  if (name.state === "absent" || name.value !== PREFERENCES) return absent("name");
  const content = textAt(inputs, "content");
  if (content.state !== "known") return content;
  const written = objectIn(objectIn(parse(content.value))?.inputs);
  if (written === undefined) return unknown(content.path, "the document's content cannot be read");
  const { runAsEnabled: enabled, runAsDefaultUser: user } = written;
  return known(
    {
      enabled: enabled === true || enabled === "true",
      defaultUser: typeof user === "string" ? user.trim() : "",
    },
    content.path,
  );
}

function parse(text: string): unknown {
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  // An alias bomb is bounded by the library's own limit; what passes it cannot be told.
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    return undefined;
  }
}

const objectIn = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
