import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** Shell text for a throw-away root, with files of the tests in its /srv. */
export const withFiles = (paths: readonly string[], text: string): string =>
  [
    ...paths.map(
      (path) => `cat >/srv/${basename(path)} <<'LAB_FILE'\n${readFileSync(path, "utf8")}LAB_FILE\n`,
    ),
    text,
  ].join("");
