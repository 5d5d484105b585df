import type { Document } from "yaml";
import type { SourceText } from "../../facts/place";

/** What cloud-init does with a part. */
export type PartKind =
  | "cloud-config"
  | "cloud-config-jsonp"
  | "script"
  | "boothook"
  | "include"
  | "include-once"
  | "part-handler"
  /** Known by name and left alone by cloud-init on purpose, as `application/node.eks.aws` is. */
  | "other"
  /** Something may happen, but only the boot decides what: treat it as opaque. */
  | "unknown"
  /** Nothing happens: cloud-init drops the part, or the kernel refuses to run it. A problem says why. */
  | "unrecognised";

/** Where a script runs when it is not one of the user scripts (`text/x-shellscript-per-boot` and its like). */
export type ScriptFrequency = "per-boot" | "per-instance" | "per-once";

/** One part of the user data, in the order in which cloud-init meets them. */
export interface Part {
  readonly kind: PartKind;
  /**
   * The text that takes effect: a script with the line ends that cloud-init writes, a boothook without its header, a
   * Jinja template without its first line and not rendered. Places are those of the part as its author sees it.
   */
  readonly source: SourceText;
  /** True for a Jinja template that holds expressions or statements: the text that takes effect is only known at boot. */
  readonly jinja: boolean;
  /** The part's `Merge-Type` or `X-Merge-Type` header, as written. */
  readonly mergeType?: string;
  /**
   * Name of the file that cloud-init writes or knows the part by, as in `part-001`. Scripts run in the order of these
   * names, and a later script of the same name replaces the earlier one. After an `include` part the numbers of parts
   * without a name of their own are a lower bound.
   */
  readonly filename: string;
  /** Of kind `unknown`: a boothook without `#!`, which some images run with a shell and others do not run. */
  readonly boothook?: true;
  /** Only for scripts that are not run as user scripts. */
  readonly frequency?: ScriptFrequency;
  /** Only for a cloud-config whose YAML loads and is no Jinja template; its contents are a mapping or null. */
  readonly config?: Document;
}
