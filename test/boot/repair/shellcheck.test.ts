import { spawnSync } from "node:child_process";
import { describeInLab } from "../lab/requirements";
import { PROGRAM, SHELLS } from "./throw-away-root";

// What it starts is installed with the lab.
describeInLab("the repair program's text", () => {
  it("has nothing that shellcheck would say", () => {
    const { error, stdout } = spawnSync("shellcheck", ["--shell=sh", PROGRAM], { encoding: "utf8" });
    expect({ error, stdout }).toEqual({ error: undefined, stdout: "" });
  });

  it.each(SHELLS)("is read by %s", (shell) => {
    const { error, stderr, status } = spawnSync("sh", ["-c", `${shell} -n "$1"`, "sh", PROGRAM], {
      encoding: "utf8",
    });
    expect({ error, stderr, status }).toEqual({ error: undefined, stderr: "", status: 0 });
  });
});
