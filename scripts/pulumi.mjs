// npm run pulumi -- <arguments>: the pinned Pulumi CLI on this checkout's own state, offline.
//
// The state lies in .pulumi/ at the root. The provider is the offline one, so this never deploys anything: to deploy,
// run your own `pulumi`.
import { spawn } from "node:child_process";
import { ensurePulumi } from "./pulumi-cli.mjs";
import { checkout, offlineEnvironment } from "./pulumi-env.mjs";

const cli = await ensurePulumi();
const env = offlineEnvironment(cli, {
  home: cli.home,
  backend: checkout,
  // Local state of a stand-in provider holds nothing that needs hiding.
  passphrase: "offline",
});
// npm moves to the root; people mean the folder they are in.
const cwd = process.env.INIT_CWD ?? process.cwd();
const child = spawn(cli.bin, process.argv.slice(2), { cwd, env, stdio: "inherit" });
// The terminal sends Ctrl-C to the CLI as well, which cleans up and then exits.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGINT"));
child.once("close", (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1);
});
