import rule from "../../../policies/rules/repair-blocked";
import { known } from "../../../policies/facts/fact";
import { findings, images, messages, shut, sshOnly, script, type Change } from "../../support/subjects";

const severities = (change: Change) =>
  findings(rule, change).map(({ severity }) => severity ?? rule.severity);
const spot: Change = { kind: "spot-request", oneTimeSpot: known(true, "spotType") };
const terminate: Change = { shutdownBehavior: known("terminate", "instanceInitiatedShutdownBehavior") };
const closed: Change = {
  ...shut,
  image: images.debian,
  publicAddress: known(false, "associatePublicIpAddress"),
};

describe("repair-blocked", () => {
  test.each<[string, Change, string, string]>([
    ["a group that replaces a member that is stopped", { kind: "group" }, "replaces a member", "low"],
    ["a node of EMR", { kind: "cluster" }, "EMR", "low"],
    ["one-time spot", spot, "one-time spot", "medium"],
    ["a root on instance store", { image: images.instanceStore }, "instance store", "medium"],
  ])("reports %s where nothing is certain to be open", (_, change, words, severity) => {
    expect(messages(rule, { ...closed, ...change })).toEqual([expect.stringContaining(words)]);
    expect(severities({ ...closed, ...change })).toEqual([severity]);
  });

  test.each<[string, Change, string]>([
    ["stop protection", { stopProtection: known(true, "disableApiStop") }, "stop protection"],
    [
      "an address that a stop takes away",
      { publicAddress: known(true, "associatePublicIpAddress") },
      "Elastic IP",
    ],
    ["a shutdown that deletes", terminate, "deletes"],
  ])("speaks low of what a repair costs: %s", (_, change, words) => {
    expect(messages(rule, { ...closed, ...change })).toEqual([expect.stringContaining(words)]);
    expect(severities({ ...closed, ...change })).toEqual(["low"]);
  });

  test("says whether the runbook could do it", () => {
    expect(messages(rule, { ...closed, kind: "group", image: images.ubuntu })[0]).toContain(
      "AWSSupport-TroubleshootSSH: cannot while it runs, cannot while it is stopped.",
    );
    const costs = { ...closed, image: images.ubuntu, ...terminate };
    expect(messages(rule, costs)[0]).toContain("can repair it while it is stopped.");
    expect(messages(rule, { ...closed, ...terminate })[0]).toContain("cannot while it is stopped.");
  });

  test.each<[string, Change]>([
    ["a healthy launch", {}],
    ["a group whose members Session Manager reaches", { kind: "group", image: images.al2023 }],
    [
      "a stopped member that its group leaves alone",
      { ...closed, kind: "group", replacesStopped: known(false, "suspendedProcesses") },
    ],
    ["an Elastic IP", { ...closed, publicAddress: known(true, "web.instance"), elasticAddress: true }],
    [
      "costs, where SSH may be open",
      { ...sshOnly, ...terminate, userData: script("curl https://setup.example/ | sh") },
    ],
    [
      "a member, where SSH may be open",
      { ...sshOnly, kind: "group", userData: script("curl https://setup.example/ | sh") },
    ],
    ["nodes of a container service", { ...closed, kind: "group", image: images.eks }],
    ["Windows", { ...closed, kind: "group", image: images.windows }],
    ["a template that nothing uses", { ...closed, ...spot, kind: "template" }],
  ])("has nothing to say of %s", (_, change) => {
    expect(messages(rule, change)).toEqual([]);
  });
});
