import { isMap, isScalar, isSeq, parseDocument, type Scalar } from "yaml";
import { mendWithin, type PropertyText } from "./property-text";

const NOFAIL = "nofail";
/** Where the options stand in an entry of `mounts` and in `mount_default_fields` (cc_mounts). */
const OPTIONS = 3;

/**
 * User data whose cloud-config mounts nothing that could stop the boot: `nofail` joins the options of each entry of
 * `mounts` that has options of its own without it, and those of `mount_default_fields`. Every other character stays.
 *
 * @returns `undefined` where there is no such entry, for anything but one plain cloud-config, and for options that are
 * no plain or quoted word.
 */
export const mendMountOptions = (property: PropertyText): PropertyText | undefined =>
  mendWithin(property, withNofail);

function withNofail(text: string): string | undefined {
  if (!text.startsWith("#cloud-config")) return undefined;
  const document = parseDocument(text, { version: "1.1" });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const entries = document.get("mounts");
  const options = [
    ...(isSeq(entries) ? entries.items.map(optionsOf) : []),
    optionsOf(document.get("mount_default_fields")),
  ].filter((scalar) => scalar !== undefined && waitsForDevice(scalar));
  const edits = options.map((scalar) => (scalar === undefined ? undefined : editOf(scalar)));
  if (edits.length === 0 || edits.includes(undefined)) return undefined;
  // From the end, so that the places before stay what they are.
  return edits
    .filter((edit) => edit !== undefined)
    .sort((a, b) => b.from - a.from)
    .reduce((mended, { from, to, text: word }) => mended.slice(0, from) + word + mended.slice(to), text);
}

function optionsOf(entry: unknown): Scalar<string> | undefined {
  const options: unknown = isSeq(entry) ? entry.items[OPTIONS] : undefined;
  return isScalar(options) && typeof options.value === "string" ? (options as Scalar<string>) : undefined;
}

const waitsForDevice = ({ value }: Scalar<string>): boolean =>
  value !== "" && !value.split(",").some((option) => option === NOFAIL || option === "noauto");

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** What takes a scalar's place. A comma within a flow list ends a plain one, so the new one is quoted. */
function editOf(scalar: Scalar<string>): Edit | undefined {
  const [from, to] = scalar.range ?? [];
  if (from === undefined || to === undefined || !/^[\w=.,:/-]+$/u.test(scalar.value)) return undefined;
  const quote = scalar.type === "QUOTE_SINGLE" ? "'" : '"';
  const oneWord = scalar.type === "PLAIN" || scalar.type === "QUOTE_SINGLE" || scalar.type === "QUOTE_DOUBLE";
  return oneWord ? { from, to, text: `${quote}${scalar.value},${NOFAIL}${quote}` } : undefined;
}
