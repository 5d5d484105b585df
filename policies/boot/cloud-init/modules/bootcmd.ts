import { withShell, type Module } from "../boot";
import { runCommandList } from "../commands";

/** Runs `bootcmd` early in every boot, before the accounts are made (cc_bootcmd). */
export const bootcmd: Module = {
  name: "bootcmd",
  stage: "init",
  everyBoot: true,
  run(boot) {
    withShell(boot, (session) => {
      session.early = true;
      for (const value of boot.config.get("bootcmd")) runCommandList(value, "bootcmd", session);
    });
  },
};
