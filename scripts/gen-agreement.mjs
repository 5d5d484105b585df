// npm run gen:agreement: writes how far predictions and recorded boots agree into docs/guides/prediction.md.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const jest = join(dirname(createRequire(import.meta.url).resolve("jest/package.json")), "bin/jest.js");
const { status } = spawnSync(
  process.execPath,
  [jest, "--selectProjects", "unit", "--testPathPatterns", "policies/boot/corpus"],
  {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, LATCHKEY_WRITE_AGREEMENT: "1" },
    stdio: "inherit",
  },
);
process.exit(status ?? 1);
