import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { transformSync } from "@swc/core";
import { noLookups } from "../../../policies/aws/account";

const folder = join(__dirname, "../../../policies/aws");

/** The module names that a file loads at once, as Node would see them: types are gone, `import()` is not among them. */
function loadedAtOnce(file: string): readonly string[] {
  const { code } = transformSync(readFileSync(join(folder, `${file}.ts`), "utf8"), {
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "es6" },
  });
  return [...code.matchAll(/^import .*? from "([^"]+)"/gms)].map((match) => match[1] ?? "");
}

test("no module of aws/ loads the SDK before a look-up is made", () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.ts$/u, ""));
  const external = files.flatMap(loadedAtOnce).filter((name) => !name.startsWith("."));
  expect(external).toEqual([]);
});

test.each(["EC2", "IAM", "SSM"])("the SDK can be loaded on demand by Node as it is: %s", async (service) => {
  const name = `@aws-sdk/client-${service.toLowerCase()}`;
  const script = `import("${name}").then((sdk) => console.log(typeof sdk.${service}Client))`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { cwd: folder });
  expect(stdout.trim()).toBe("function");
});

test("switched off, every question is unknown and nothing is a problem", () => {
  const account = noLookups();
  const why = "live look-ups are switched off";
  expect(account.image("ami-1")).toEqual({ state: "unknown", path: "image ami-1", why });
  expect(account.keyPair("ops")).toMatchObject({ state: "unknown", why });
  expect(account.instanceType("t3.micro")).toMatchObject({ state: "unknown", why });
  expect(account.serialConsole()).toMatchObject({ state: "unknown", why });
  expect(account.problems).toEqual([]);
});
