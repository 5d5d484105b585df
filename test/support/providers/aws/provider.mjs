// The classic AWS provider, whose plugin cannot be had offline, as a preview sees it: plans as the offline one, and says
// nothing of itself in its own configuration.
//
// Usage: the engine finds bin/pulumi-resource-aws on PATH, before the offline one.
import { createRequire } from "node:module";
import { serve } from "../serving.mjs";

const require = createRequire(import.meta.url);
const { handlers } = require("../../../../policies/dist/offline/handlers.js");

const { checkConfig, ...others } = handlers({
  environment: process.env,
  overrides: { file: "", invokes: [] },
});
if (checkConfig === undefined) throw new Error("the offline provider says nothing of itself");
serve(require("@pulumi/aws/package.json").version, others);
