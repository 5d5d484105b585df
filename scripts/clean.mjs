// Before a build: what an earlier one left of sources that are gone would be packed.
import { rmSync } from "node:fs";
import { join } from "node:path";

for (const name of ["policies", "components"])
  rmSync(join(import.meta.dirname, "..", name, "dist"), { recursive: true, force: true });
