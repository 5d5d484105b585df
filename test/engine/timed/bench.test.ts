import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { repository } from "../../support/engine";

jest.setTimeout(300_000);

// Here because `npm run test:engine` builds first: what jest transforms is no measure of what people run.
it("predicts a typical script and those of 16 KiB within the bounds on CPU time", () => {
  const bench = spawnSync(process.execPath, [join(repository, "scripts", "bench-prediction.mjs")], {
    encoding: "utf8",
  });
  expect(bench.stdout).toMatch(/^typical .* ms .*\n(?:16 KiB: .* ms .*\n){7}$/u);
  expect({ status: bench.status, table: bench.stdout, error: bench.stderr }).toEqual({
    status: 0,
    table: expect.not.stringContaining("OVER") as string,
    error: "",
  });
});
