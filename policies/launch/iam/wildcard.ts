/**
 * Patterns of IAM policies: `*` stands for any characters, `?` for one ("IAM JSON policy elements: Action", "… Resource",
 * IAM user guide). What is asked may be a pattern too: `*` for every resource there is. Case counts: compare actions in
 * lower case.
 */

/** Whether a pattern matches all that is asked, in at most pattern times asked steps: it goes back to the last `*` only. */
export function covers(pattern: string, asked: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let i = 0;
  while (i < asked.length) {
    const sign = pattern[at];
    if (sign === "*") {
      star = at++;
      resume = i;
    } else if (sign === asked[i] || (sign === "?" && asked[i] !== "*")) {
      at++;
      i++;
    } else if (star !== -1) {
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** Whether something is matched by both patterns, in pattern times asked steps. */
export function overlaps(pattern: string, asked: string): boolean {
  if (!/[*?]/.test(asked)) return covers(pattern, asked);
  // row[j]: whether what is read of the pattern has something in common with the first j signs of what is asked.
  let row = [true];
  for (let j = 0; j < asked.length; j++) row.push(row[j] === true && asked[j] === "*");
  for (const sign of pattern) {
    const next = [sign === "*" && row[0] === true];
    for (let j = 0; j < asked.length; j++) {
      const other = asked[j];
      const alike = sign === other || sign === "?" || other === "?";
      next.push(
        sign === "*" || other === "*" ? row[j + 1] === true || next[j] === true : alike && row[j] === true,
      );
    }
    row = next;
  }
  return row[asked.length] === true;
}
