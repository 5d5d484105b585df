import { spawnSync } from "node:child_process";
import { repairProgram, repairSource } from "../../../components/cloud-init/repair";
import { describeInLab } from "../lab/requirements";
import { SHELLS } from "./throw-away-root";

// What it starts is installed with the lab.
describeInLab("the repair program's text", () => {
  it("has nothing that shellcheck would say", () => {
    const { error, stdout } = spawnSync("shellcheck", ["--shell=sh", "-"], {
      encoding: "utf8",
      input: repairSource(),
    });
    expect({ error, stdout }).toEqual({ error: undefined, stdout: "" });
  });

  it.each(SHELLS)("is read by %s", (shell) => {
    const { error, stderr, status } = spawnSync("sh", ["-c", `${shell} -n`], {
      encoding: "utf8",
      input: repairProgram(),
    });
    expect({ error, stderr, status }).toEqual({ error: undefined, stderr: "", status: 0 });
  });
});
