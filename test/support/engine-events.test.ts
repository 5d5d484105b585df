import { errorsIn, findingsIn } from "./engine-events";

const lines = (...events: readonly object[]): string =>
  events.map((event) => JSON.stringify(event)).join("\n");

const policyEvent = {
  resourceUrn: "urn:pulumi:dev::app::pkg:index:Fleet$aws:ec2/instance:Instance::web::blue",
  message: "Description\nviolation\n",
  policyName: "no-way-in",
  policyPackName: "latchkey",
  enforcementLevel: "mandatory",
  severity: "critical",
};

describe("findingsIn", () => {
  it("takes type and name of a nested resource from its URN", () => {
    expect(findingsIn(lines({ sequence: 0, policyEvent }))).toEqual([
      {
        policy: "no-way-in",
        level: "mandatory",
        urn: policyEvent.resourceUrn,
        resource: { type: "aws:ec2/instance:Instance", name: "web::blue" },
        severity: "critical",
        message: "Description\nviolation",
      },
    ]);
  });

  it("keeps a violation of a policy without severity", () => {
    const plain = Object.fromEntries(Object.entries(policyEvent).filter(([name]) => name !== "severity"));
    expect(findingsIn(lines({ policyEvent: plain }))).toMatchObject([{ severity: undefined }]);
  });

  it("passes over other events and text that is no event", () => {
    expect(findingsIn(`warning: a line\n${lines({ summaryEvent: {} })}\n\n`)).toEqual([]);
  });
});

describe("errorsIn", () => {
  it("takes errors and leaves debugging output and warnings", () => {
    const diagnostic = (severity: string, message: string): object => ({
      diagnosticEvent: { severity, message },
    });
    expect(
      errorsIn(
        lines(diagnostic("debug", "d"), diagnostic("error", "preview failed\n"), diagnostic("warning", "w")),
      ),
    ).toEqual(["preview failed"]);
  });
});
