/** A header as written; the value is unfolded no further than Python's email package does. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** The value of the first header of that name, in any case. */
export function headerValue(headers: readonly Header[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find((header) => header.name.toLowerCase() === wanted)?.value;
}

/** `Message.get_content_type()`: lower case; `text/plain` where it is missing or has no single slash. */
export function contentTypeOf(headers: readonly Header[]): string {
  const value = headerValue(headers, "content-type");
  if (value === undefined) return "text/plain";
  const type = (value.split(";", 1)[0] ?? "").trim().toLowerCase();
  return type.split("/").length === 2 ? type : "text/plain";
}

/** A header's parameter, unquoted (`boundary`, `filename`, `name`). RFC 2231's split and encoded forms are not read. */
export function parameterOf(
  headers: readonly Header[],
  header: string,
  parameter: string,
): string | undefined {
  const value = headerValue(headers, header);
  if (value === undefined) return undefined;
  for (const piece of splitParameters(value)) {
    const equals = piece.indexOf("=");
    if (equals !== -1 && piece.slice(0, equals).trim().toLowerCase() === parameter) {
      return unquote(piece.slice(equals + 1).trim());
    }
  }
  return undefined;
}

/** `Message.get_filename()`: from `Content-Disposition`, else the `name` of `Content-Type`. */
export function fileNameOf(headers: readonly Header[]): string | undefined {
  const name =
    parameterOf(headers, "content-disposition", "filename") ?? parameterOf(headers, "content-type", "name");
  const trimmed = name?.trim();
  return trimmed === "" ? undefined : trimmed;
}

/**
 * The merge type that cloud-init's cloud-config handler sees: it asks for these two spellings only, case included.
 */
export function mergeTypeOf(headers: readonly Header[]): string | undefined {
  const name = ["Merge-Type", "X-Merge-Type"].find((wanted) =>
    headers.some((header) => header.name === wanted),
  );
  const value = name === undefined ? undefined : headerValue(headers, name);
  return value === "" ? undefined : value;
}

/** Splits at semicolons outside quotes, in one pass. */
function splitParameters(value: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    if (value[at] === '"' && value[at - 1] !== "\\") quoted = !quoted;
    if (value[at] !== ";" || quoted) continue;
    pieces.push(value.slice(start, at));
    start = at + 1;
  }
  return [...pieces, value.slice(start)];
}

function unquote(value: string): string {
  if (value.length < 2) return value;
  if (value.startsWith('"') && value.endsWith('"')) {
    return value.slice(1, -1).replaceAll("\\\\", "\\").replaceAll('\\"', '"');
  }
  return value.startsWith("<") && value.endsWith(">") ? value.slice(1, -1) : value;
}
