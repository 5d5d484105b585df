// @pulumi/command, whose plugin cannot be had offline: it takes what it is given and runs nothing.
//
// Usage: the engine finds bin/pulumi-resource-command on PATH.
import { createRequire } from "node:module";
import { answering, diffing, read, response, rpc, serve, UNKNOWN, write } from "../serving.mjs";

const require = createRequire(import.meta.url);

serve(require("@pulumi/command/package.json").version.replace(/^v/, ""), {
  check: answering((request) => response(rpc.CheckResponse, { Inputs: request.getNews() })),
  diff: diffing("DIFF_SOME", (names) => ({ DiffsList: names })),
  create: answering((request) => {
    const isPreview = request.getPreview();
    const printed = { stdout: isPreview ? UNKNOWN : "", stderr: isPreview ? UNKNOWN : "" };
    return response(rpc.CreateResponse, {
      Id: isPreview ? "" : "command",
      Properties: write({ ...read(request.getProperties()), ...printed }),
    });
  }),
  update: answering((request) =>
    response(rpc.UpdateResponse, {
      Properties: write({ ...read(request.getNews()), stdout: "", stderr: "" }),
    }),
  ),
});
