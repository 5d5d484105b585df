// What reads messages of other programs: the engine's, those to the offline provider, AWS's answers.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const load = createRequire(import.meta.url);
const policies = (path) => load(join(root, "policies", "dist", path));

const { newMemory } = policies("pack/memory.js");
const { launchesOf } = policies("launch/launches.js");
const { declaredAccount } = policies("launch/declared-account.js");
const { judgeLaunch } = policies("judging/judge.js");
const { runRule } = policies("judging/run-rule.js");
const { defaultSettings } = policies("judging/settings.js");
const { noLookups } = policies("aws/account.js");
const { rules } = policies("rules/index.js");
const { check, create } = policies("offline/provider.js");
const { difference } = policies("offline/diff.js");
const { readConfiguration } = policies("offline/configuration.js");
const { invoke } = policies("offline/invokes/invoke.js");
const { resourceType } = policies("offline/table.js");
const reading = policies("aws/network-reading.js");
const { explainFailure } = policies("aws/failure.js");

const urnOf = ({ type, name }) => `urn:pulumi:dev::shop::${type}::${name}`;
const named = (resources) => resources.map((each, at) => ({ ...each, name: `r${String(at)}` }));

// As the engine hands them out: first one by one as written, then all of them with what is planned.
function stack(messages) {
  const resources = named(messages);
  const memory = newMemory();
  for (const each of resources)
    memory.remember({ ...each, urn: urnOf(each), opts: { ignoreChanges: each.ignoreChanges ?? [] } });
  const all = resources.map((each) => ({
    ...each,
    urn: urnOf(each),
    propertyDependencies: Object.fromEntries(
      Object.entries(each.dependencies ?? {}).map(([property, ats]) => [
        property,
        ats.flatMap((at) => (resources[at] === undefined ? [] : [{ urn: urnOf(resources[at]) }])),
      ]),
    ),
  }));
  return memory.stackOf(all);
}

// A rule that throws is an answer to people ("not judged"), and a failure here.
function messagesOf(rule, subject) {
  const answer = runRule(rule, subject, rule.options?.parse({}) ?? {});
  if (!answer.done) throw new Error(`${rule.id}: ${answer.failure.error}`);
  return answer.value.map(({ message }) => [rule.id, message]);
}

/** What the rules say of a stack; a rule that throws is told apart by its words. */
function engine(messages) {
  const resources = stack(messages);
  const told = [];
  for (const launch of launchesOf(resources)) {
    const subject = judgeLaunch(
      launch,
      declaredAccount(resources, launch.region),
      defaultSettings,
      noLookups(),
    );
    for (const rule of rules) {
      if (rule.judges === "resource") continue;
      told.push(...messagesOf(rule, subject));
    }
  }
  for (const resource of resources.values())
    for (const rule of rules) {
      if (rule.judges !== "resource" || !rule.types.includes(resource.type)) continue;
      const subject = { judges: "resource", resource };
      told.push(...messagesOf(rule, subject));
    }
  return told;
}

const CONFIGURATION = readConfiguration({ region: "eu-west-1" }, {});
const OVERRIDES = { file: "latchkey.offline.json", invokes: [] };

function offline({ token, props, olds, args, call }) {
  const urn = `urn:pulumi:dev::shop::${token}::r`;
  const type = resourceType(token, CONFIGURATION.major);
  const request = { token, urn, news: props, olds, randomSeed: Buffer.from("seed"), autonaming: undefined };
  const checked = check(request, CONFIGURATION);
  const made = create({ token, urn, inputs: checked, preview: true }, CONFIGURATION);
  const diff = difference({ token, oldInputs: olds, newInputs: checked, ignoreChanges: [] }, type);
  return [Object.keys(checked).length, typeof made, diff.changes?.length, answered(call, args)];
}

function answered(call, args) {
  const answer = invoke(call, args, CONFIGURATION, OVERRIDES);
  return Object.keys(answer);
}

const FACTS = [
  "groupFacts",
  "subnetFacts",
  "routeTableFacts",
  "internetGatewayFacts",
  "natGatewayFacts",
  "endpointFacts",
  "instanceConnectEndpointFacts",
];

function aws({ answer, error }) {
  const failure = Object.assign(new Error(error.message), { name: error.name, code: error.code });
  return [
    ...FACTS.map((read) => JSON.stringify(reading[read]?.(answer))?.length ?? 0),
    explainFailure(failure, "ec2:DescribeImages", "eu-west-1").cause,
  ];
}

/** By name; each takes what `models.mjs` makes for it. */
export const MESSAGE_READERS = { engine, offline, aws };
