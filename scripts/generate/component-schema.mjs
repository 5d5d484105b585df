// npm run gen:components: writes components/schema.json, the schema that Pulumi infers from the components' sources. With
// --check it changes nothing, and fails where the file is not what it would be made to.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import prettier from "prettier";
import { ensurePulumi } from "../pulumi-cli.mjs";
import { checkout, offlineEnvironment } from "../pulumi-env.mjs";

const path = join(checkout, "components", "schema.json");
const cli = await ensurePulumi();
const home = mkdtempSync(join(tmpdir(), "latchkey-schema-"));
try {
  const env = offlineEnvironment(cli, { home, backend: home, passphrase: "schema" });
  const args = ["package", "get-schema", join(checkout, "components")];
  const inferred = execFileSync(cli.bin, args, {
    env,
    encoding: "utf8",
    cwd: home,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const options = await prettier.resolveConfig(path);
  const made = await prettier.format(inferred, { ...options, filepath: path });
  const current = existsSync(path) && readFileSync(path, "utf8") === made;
  if (!current && process.argv.includes("--check")) {
    console.error("components/schema.json is not as `npm run gen:components` makes it");
    process.exitCode = 1;
  } else if (!current) {
    writeFileSync(path, made);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
