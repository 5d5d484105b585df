// npm run gen:agreement: writes how far predictions and recorded boots agree into docs/guides/prediction.md.
import { runJest } from "./jest.mjs";

process.exitCode = runJest(["--selectProjects", "unit", "--testPathPatterns", "policies/boot/corpus"], {
  LATCHKEY_WRITE_AGREEMENT: "1",
});
