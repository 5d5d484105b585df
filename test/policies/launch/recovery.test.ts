import { absent, known } from "../../../policies/facts/fact";
import { launchesOf } from "../../../policies/launch/launches";
import { UNKNOWN, type Properties, type StackResource } from "../../../policies/launch/resource";
import { bareInstance, from, group, instance, resource, stackOf, template } from "./resources";

const launchOf = (...resources: readonly StackResource[]) => {
  const [launch, ...others] = launchesOf(stackOf(...resources));
  if (launch === undefined || others.length > 0) throw new Error("not one launch");
  return launch;
};

describe("what a shutdown from within does", () => {
  const path = "instanceInitiatedShutdownBehavior";
  const terminating = template({ [path]: "terminate" });
  const using: Properties = { id: UNKNOWN };

  test("is the instance's own word", () => {
    expect(launchOf(instance({ [path]: "terminate" })).shutdownBehavior).toEqual(known("terminate", path));
    expect(launchOf(instance()).shutdownBehavior).toEqual(absent(path));
    expect(launchOf(instance({ [path]: UNKNOWN })).shutdownBehavior.state).toBe("unknown");
  });

  test("is the template's where the instance says nothing", () => {
    const bare = bareInstance(using, from({ launchTemplate: [terminating] }));
    expect(launchOf(terminating, bare).shutdownBehavior).toEqual(known("terminate", path));
  });
});

describe("whether a group replaces a member that is stopped", () => {
  const workers = template();
  const of = (inputs: Properties) =>
    launchOf(
      workers,
      group({ launchTemplate: { id: UNKNOWN }, ...inputs }, from({ launchTemplate: [workers] })),
    ).replacesStopped;

  test.each(["HealthCheck", "ReplaceUnhealthy", "Terminate"])("it does not with %s suspended", (step) => {
    expect(of({ suspendedProcesses: ["AZRebalance", step] })).toMatchObject({ state: "known", value: false });
  });

  test("it does with anything else suspended, or nothing", () => {
    expect(of({ suspendedProcesses: ["AZRebalance"] })).toMatchObject({ state: "known", value: true });
    expect(of({}).state).toBe("absent");
  });

  test("cannot be told of processes only known at apply", () => {
    expect(of({ suspendedProcesses: UNKNOWN }).state).toBe("unknown");
    expect(of({ suspendedProcesses: ["AZRebalance", UNKNOWN] }).state).toBe("unknown");
  });
});

describe("an Elastic IP", () => {
  const web = instance();
  const eip = (inputs: Properties, extra = {}) => resource("aws:ec2/eip:Eip", "address", inputs, extra);

  test("that is given to an instance outlasts its stop", () => {
    expect(launchOf(web, eip({ instance: UNKNOWN }, from({ instance: [web] }))).elasticAddress).toBe(true);
  });

  test("may be an instance's where nobody can tell", () => {
    expect(launchOf(web, eip({ instance: UNKNOWN })).elasticAddress).toBe(true);
  });

  test("of something else is not", () => {
    expect(launchOf(web, eip({})).elasticAddress).toBe(false);
    expect(launchOf(web).elasticAddress).toBe(false);
  });
});
