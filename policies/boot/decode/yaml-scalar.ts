// PyYAML, resolver.py: what an unquoted word has to look like to be more than a text.
const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const INTEGER =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/**
 * The value that PyYAML gives an unquoted word that the `yaml` package resolved to `value`: that package takes `y`, `n`,
 * `1e3` and `0888` for booleans and numbers, PyYAML for texts.
 */
export function resolvePlain(word: string, value: unknown): unknown {
  if (typeof value === "boolean") return BOOLEAN.test(word) ? value : word;
  if (typeof value === "number") return INTEGER.test(word) || FLOAT.test(word) ? value : word;
  return value;
}

/** Whether the calendar has the date: Python's `datetime` refuses the 45th of a month, JavaScript counts on. */
export function isDate(word: string): boolean {
  const [year = 0, month = 0, day = 0] = word.split(/[^0-9]+/, 3).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
