import { newExemptionBook } from "../../../policies/judging/exemption-book";
import { exemptionOf, taggedExemptions, type Exemption } from "../../../policies/judging/exemptions";
import { UNKNOWN, type Properties } from "../../../policies/launch/resource";
import { web } from "../../support/subjects";

const TODAY = "2026-11-23";
const stated = (over: Partial<Exemption> = {}): Exemption => ({
  rule: "no-way-in",
  name: "web",
  reason: "a batch host",
  ...over,
});
const judge = (exemptions: readonly Exemption[], inputs: Properties = {}) =>
  exemptionOf("no-way-in", web, inputs, exemptions, TODAY).state;

describe("an exemption of the settings", () => {
  it.each<[string, Exemption, string]>([
    ["the name", stated(), "exempted"],
    ["a glob on the name", stated({ name: "w?b" }), "exempted"],
    ["another name", stated({ name: "web-2" }), "none"],
    ["a glob on the type", stated({ name: undefined, type: "aws:ec2/*" }), "exempted"],
    ["a glob on the URN", stated({ name: undefined, urn: "urn:pulumi:dev::shop::*::web" }), "exempted"],
    ["a brace that is no glob here", stated({ name: "{web,db}" }), "none"],
    ["a name that fits and a type that does not", stated({ type: "aws:iam/*" }), "none"],
    ["another rule", stated({ rule: "login-shut" }), "none"],
    ["its last day", stated({ until: TODAY }), "exempted"],
    ["the day after its last", stated({ until: "2026-11-22" }), "ran-out"],
  ])("is held against %s", (_, exemption, state) => {
    expect(judge([exemption])).toBe(state);
  });

  it("that still holds counts before one that ran out", () => {
    expect(judge([stated({ until: "2020-01-01" }), stated()])).toBe("exempted");
  });
});

describe("an exemption in a tag", () => {
  it.each<[string, Properties, string]>([
    ["is taken from a map of tags", { tags: { "latchkey:exempt/no-way-in": "a batch host" } }, "exempted"],
    [
      "is taken from a list of tags",
      { tags: [{ key: "latchkey:exempt/no-way-in", value: "a batch host" }] },
      "exempted",
    ],
    ["without a reason exempts nothing", { tags: { "latchkey:exempt/no-way-in": " " } }, "none"],
    [
      "whose reason is not known yet exempts nothing",
      { tags: { "latchkey:exempt/no-way-in": UNKNOWN } },
      "none",
    ],
    ["of another rule exempts nothing", { tags: { "latchkey:exempt/login-shut": "so" } }, "none"],
    ["is not there where all tags are unknown", { tags: UNKNOWN }, "none"],
  ])("%s", (_, inputs, state) => {
    expect(judge([], inputs)).toBe(state);
  });

  it("keeps each rule's own reason", () => {
    const tags = { "latchkey:exempt/a": " one ", "latchkey:exempt/b": "two", Name: "web" };
    expect([...taggedExemptions({ tags })]).toEqual([
      ["a", "one"],
      ["b", "two"],
    ]);
  });
});

describe("the book of exemptions", () => {
  const resources = (tags: Properties) => [{ urn: web.urn, inputs: { tags } }];

  it("tells the exemptions that were of no use", () => {
    const book = newExemptionBook([stated(), stated({ name: "gone" })], TODAY);
    book.judge("no-way-in", web, {});
    expect(book.problems([])).toEqual([
      { message: "settings.exempt[1]: matches no finding of no-way-in; remove it.", urn: undefined },
    ]);
  });

  it.each<[string, Properties, string | undefined]>([
    [
      "of a rule that there is not",
      { "latchkey:exempt/no-ways-in": "so" },
      "no-ways-in is no rule; did you mean no-way-in?",
    ],
    ["without a reason", { "latchkey:exempt/no-way-in": "" }, "gives no reason"],
    ["of a private key", { "latchkey:exempt/private-key-in-user-data": "so" }, "cannot be exempted"],
    ["that matches no finding", { "latchkey:exempt/login-shut": "so" }, "matches no finding of login-shut"],
    ["that is of use", { "latchkey:exempt/no-way-in": "so" }, undefined],
  ])("tells a tag %s", (_, tags, told) => {
    const book = newExemptionBook([], TODAY);
    book.judge("no-way-in", web, { tags });
    const [problem] = book.problems(resources(tags));
    if (told === undefined) expect(problem).toBeUndefined();
    else expect(problem).toEqual({ message: expect.stringContaining(told) as string, urn: web.urn });
  });

  it("keeps what was accepted, by resource", () => {
    const book = newExemptionBook([stated()], TODAY);
    book.judge("no-way-in", web, {});
    expect(book.acceptedAt([web.urn])).toEqual([{ rule: "no-way-in", urn: web.urn, reason: "a batch host" }]);
    expect(book.acceptedAt(["urn:other"])).toEqual([]);
  });

  it("lets nothing accept a pasted private key", () => {
    const book = newExemptionBook([stated({ rule: "private-key-in-user-data" })], TODAY);
    expect(book.judge("private-key-in-user-data", web, {}).state).toBe("none");
  });
});
