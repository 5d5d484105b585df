import type { SourceText } from "../../facts/place";

/** A part on its way to the handlers: typed, decoded, not yet looked into. */
export interface Item {
  /** The type by which cloud-init picks the handler. */
  readonly contentType: string;
  readonly source: SourceText;
  /** Why cloud-init fails to read or write the text, and from which offset on, if it does. */
  readonly unreadable?: { readonly cause: "not-utf8" | "mime-8bit"; readonly at: number };
  /** As its author wrote it. */
  readonly filename?: string;
  readonly mergeType?: string;
  /** `whole`: the user data is this one text; `message`: a part of a MIME message; `archive`: an entry of an archive. */
  readonly from: "whole" | "message" | "archive";
}
