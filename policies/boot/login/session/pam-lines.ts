import { ownValue } from "../../../facts/own";
import type { FileText } from "../../machine/file-text";
import type { Origin } from "../../machine/prediction";
import { hostLines } from "./texts";

/** A line of a service's file below /etc/pam.d (pam.conf(5)). */
export type PamLine =
  | {
      readonly kind: "module";
      readonly type: string;
      readonly control: string;
      readonly module: string;
      readonly args: readonly string[];
      readonly since: Origin;
    }
  | {
      readonly kind: "include";
      /** Missing where lines of every type are included. */
      readonly type?: string;
      readonly service: string;
      readonly substack: boolean;
      readonly since: Origin;
    }
  /** A line that is not known, or that PAM does not understand. */
  | { readonly kind: "unclear"; readonly since: Origin };

const MODULE = /^-?(auth|account|password|session)\s+(\[[^\]]*\]|\S+)\s+(\S+)\s*(.*)$/isu;

export function pamLines(file: FileText): readonly PamLine[] {
  return hostLines(file).map(({ text, since, exact }): PamLine => {
    const all = /^@include\s+(\S+)$/u.exec(text)?.[1];
    if (exact && all !== undefined) return { kind: "include", service: all, substack: false, since };
    const [, type = "", control = "", module = "", rest = ""] = MODULE.exec(text) ?? [];
    if (!exact || type === "") return { kind: "unclear", since };
    const name = type.toLowerCase();
    if (/^(?:include|substack)$/iu.test(control))
      return { kind: "include", type: name, service: module, substack: /^s/iu.test(control), since };
    return {
      kind: "module",
      type: name,
      control: control.toLowerCase(),
      module: module.slice(module.lastIndexOf("/") + 1),
      args: rest.split(/\s+/u).filter((word) => word !== ""),
      since,
    };
  });
}

/** What follows from how a module ends: the stack goes on with it or without it, skips lines, ends, or has failed. */
export type Action = "ok" | "ignore" | "done" | "bad" | "die" | number | "unknown";

const WORDS: Readonly<Record<string, { readonly passed: Action; readonly failed: Action }>> = {
  required: { passed: "ok", failed: "bad" },
  requisite: { passed: "ok", failed: "die" },
  sufficient: { passed: "done", failed: "ignore" },
  optional: { passed: "ok", failed: "ignore" },
};

/** What a line's control says of a module that passes or fails (pam.conf(5)). */
export function actionOf(control: string, how: "passed" | "failed"): Action {
  const word = ownValue(WORDS, control);
  if (word !== undefined) return word[how];
  if (!control.startsWith("[")) return "unknown";
  const pairs = new Map(
    control
      .slice(1, -1)
      .split(/\s+/u)
      .filter((pair) => pair.includes("="))
      .map((pair) => pair.split("=", 2) as [string, string]),
  );
  // Which value a module fails with differs: only where all of them lead to the same is it known.
  const failing = [...pairs].filter(
    ([value]) => !/^(?:success|ignore|new_authtok_reqd|module_unknown)$/u.test(value),
  );
  const named =
    how === "passed"
      ? (pairs.get("success") ?? pairs.get("default") ?? "bad")
      : new Set(failing.map(([, action]) => action)).size <= 1
        ? (failing[0]?.[1] ?? "bad")
        : "unknown";
  if (/^\d+$/u.test(named)) return Number(named);
  return /^(?:ok|ignore|done|bad|die)$/u.test(named) ? (named as Action) : "unknown";
}
