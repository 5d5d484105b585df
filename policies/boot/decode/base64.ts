/** What a text looks like to a base64 decoder. */
export interface Base64Look {
  /** Offset of the first character that base64 does not have, -1 if there is none. */
  readonly foreignAt: number;
  /** Bytes it stands for, when there is no foreign character. */
  readonly bytes: number;
  /** Complete groups of four, padded, line breaks allowed: what Go's `base64.StdEncoding` takes. */
  readonly strict: boolean;
  /** As `strict`, without any line break: what Python's `b64decode(validate=True)` takes. */
  readonly unbroken: boolean;
}

const LETTER = 1;
const PAD = 2;
const BREAK = 3;
const BLANK = 4;

/** Looks at each character once, so that ten megabytes of anything take a few milliseconds. */
export function lookAtBase64(text: string): Base64Look {
  let letters = 0;
  let pads = 0;
  let breaks = 0;
  let blanks = 0;
  for (let at = 0; at < text.length; at++) {
    const kind = kindOf(text.charCodeAt(at));
    if (kind === LETTER && pads === 0) letters++;
    else if (kind === PAD && pads < 2) pads++;
    else if (kind === BREAK) breaks++;
    else if (kind === BLANK) blanks++;
    else return { foreignAt: at, bytes: 0, strict: false, unbroken: false };
  }
  // One letter too many can be no byte; two pads too many neither.
  const possible = letters % 4 !== 1;
  const strict = possible && blanks === 0 && (letters + pads) % 4 === 0;
  return {
    foreignAt: possible ? -1 : Math.max(0, text.length - 1),
    bytes: Math.floor((letters * 3) / 4),
    strict,
    unbroken: strict && breaks === 0,
  };
}

function kindOf(code: number): number {
  if (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 47 && code <= 57) ||
    code === 43
  ) {
    return LETTER;
  }
  if (code === 61) return PAD;
  if (code === 10 || code === 13) return BREAK;
  return code === 32 || code === 9 ? BLANK : 0;
}
