// prepack and postpack of components/: puts the real @latchkey/policies where npm takes bundled dependencies from, and
// takes it away again. In a checkout it is a link at the root, which no tarball may hold.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const bundled = join(root, "components", "node_modules", "@latchkey");

rmSync(bundled, { recursive: true, force: true });
if (process.argv[2] !== "remove") {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bundle-"));
  try {
    const packed = execFileSync(
      "npm",
      ["pack", "--workspace", "policies", "--pack-destination", folder, "--json"],
      { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
    );
    const [{ filename }] = JSON.parse(packed);
    const target = join(bundled, "policies");
    mkdirSync(target, { recursive: true });
    execFileSync("tar", ["-xzf", join(folder, filename), "--strip-components=1", "-C", target]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
