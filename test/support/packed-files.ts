import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./engine";

type Package = "policies" | "components";

/** What a tarball of `npm pack` holds, as paths within the package. */
export const packedFiles = (tarball: string): readonly string[] =>
  execFileSync("tar", ["-tzf", tarball], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
    .split("\n")
    .filter((path) => path !== "" && !path.endsWith("/"))
    .map((path) => path.replace(/^package\//u, ""));

/** The lines of a package's list: paths, with `*` for any name in a folder. */
export const listed = (name: Package): readonly string[] =>
  readFileSync(join(repository, "test", "engine", "packed", `${name}.txt`), "utf8")
    .trim()
    .split("\n");

/** What a package holds beyond its list, what of the list it lacks, and what it has compiled of sources that are gone. */
export function unlike(files: readonly string[], name: Package) {
  const lines = listed(name);
  const sourceOf = (path: string) => path.replace(/^dist\//u, "").replace(/(?:\.d\.ts|\.js)$/u, ".ts");
  return {
    unlisted: files.filter((path) => !lines.some((line) => fits(path, line))),
    missing: lines.filter((line) => !files.some((path) => fits(path, line))),
    ofNoSource: files.filter(
      (path) => path.startsWith("dist/") && !existsSync(join(repository, name, sourceOf(path))),
    ),
  };
}

/** Whether a path is that of a line; its `*` stands for a name without folders, before what the line ends with. */
function fits(path: string, line: string): boolean {
  const at = line.indexOf("*");
  if (at === -1) return path === line;
  const [folder, end] = [line.slice(0, at), line.slice(at + 1)];
  return path.startsWith(folder) && path.endsWith(end) && !path.slice(folder.length).includes("/");
}
