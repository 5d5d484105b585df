/** What is printed. A line without its newline gets it as soon as something follows. */
export interface Output {
  text: string;
  lacksNewline: boolean;
}

export const newOutput = (): Output => ({ text: "", lacksNewline: false });

export function print(output: Output, text: string, ended: boolean): void {
  endLine(output);
  output.text += ended ? `${text}\n` : text;
  output.lacksNewline = !ended;
}

/** Prints text that has its own newlines. */
export function printWhole(output: Output, text: string): void {
  endLine(output);
  output.text += text;
}

function endLine(output: Output): void {
  if (output.lacksNewline) output.text += "\n";
  output.lacksNewline = false;
}
