import { PolicyPack } from "@pulumi/policy";
import { packArguments } from "./pack/pack";

// The SDK warns on Node 20 that it will stop supporting it; what a pack prints, Pulumi shows as a diagnostic.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// Starts the policy server: this file is what `pulumi` runs, and nothing else imports it.
new PolicyPack("latchkey", packArguments(process.env));
