import { PolicyPack } from "@pulumi/policy";
import { packArguments } from "./pack/pack";

// Starts the policy server: this file is what `pulumi` runs, and nothing else imports it.
new PolicyPack("latchkey", packArguments(process.env));
