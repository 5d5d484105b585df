import { describeAccepted, newExemptionBook } from "../../../policies/judging/exemption-book";
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
      "whose reason has no width exempts nothing",
      { tags: { "latchkey:exempt/no-way-in": "\u200b" } },
      "none",
    ],
    [
      "whose reason is letters that nobody sees exempts nothing",
      { tags: { "latchkey:exempt/no-way-in": "\u3164\u3164\u3164" } },
      "none",
    ],
    ["whose reason is dots exempts nothing", { tags: { "latchkey:exempt/no-way-in": "....." } }, "none"],
    ["whose reason is no text exempts nothing", { tags: { "latchkey:exempt/no-way-in": 42 } }, "none"],
    [
      "of every rule exempts nothing",
      { tags: { "latchkey:exempt/*": "a batch host", "latchkey:exempt/no-*": "a batch host" } },
      "none",
    ],
    [
      "in another case exempts nothing",
      { tags: { "Latchkey:Exempt/No-Way-In": "a batch host", "latchkey:exempt/No-Way-In": "a batch host" } },
      "none",
    ],
    [
      "with a character of no width in its key exempts nothing",
      { tags: { "latchkey:exempt/no-way-in\u200b": "a batch host" } },
      "none",
    ],
    [
      "that is there twice exempts nothing: which of them counts is AWS's to say",
      {
        tags: [
          { key: "latchkey:exempt/no-way-in", value: "a batch host" },
          { key: "latchkey:exempt/no-way-in", value: "another" },
        ],
      },
      "none",
    ],
    [
      "that the provider adds exempts nothing",
      { tagsAll: { "latchkey:exempt/no-way-in": "a batch host" }, tagSpecifications: [] },
      "none",
    ],
    [
      "of a template's instances exempts nothing at the template",
      { tagSpecifications: [{ tags: { "latchkey:exempt/no-way-in": "a batch host" } }] },
      "none",
    ],
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
  const inSettings = { in: "settings", index: 0 } as const;

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
    ["called as what every object has", { "latchkey:exempt/constructor": "so" }, "exempts nothing: what it"],
    ["called __proto__", { "latchkey:exempt/__proto__": "so" }, "exempts nothing: what it names is no rule"],
    ["in another case", { "Latchkey:Exempt/no-way-in": "so" }, "looks like an exemption and is none"],
    ["with a Cyrillic letter", { "latchk\u0435y:exempt/no-way-in": "so" }, "looks like an exemption"],
    ["with a character of no width", { "latch\u200bkey:exempt/no-way-in": "so" }, "looks like an exemption"],
    ["in letters of full width", { "\uff4catchkey:exempt/no-way-in": "so" }, "looks like an exemption"],
    ["of somebody else's", { "latchkey:team": "so", "exempt/no-way-in": "so", Name: "web" }, undefined],
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
    const accepted = [{ rule: "no-way-in", resource: web, reason: "a batch host", source: inSettings }];
    expect(book.acceptedAt([web.urn])).toEqual(accepted);
    expect(book.acceptedAt(["urn:other"])).toEqual([]);
    expect(book.accepted()).toEqual(accepted);
  });

  it("tells no key that may be anything", () => {
    const tags = { "latchkey:exempt/mrkzq-secret": "so", "latchkey:exempt/no-ways-\u001b[2Kin": "so" };
    const told = newExemptionBook([], TODAY).problems(resources(tags));
    expect(told).toHaveLength(2);
    expect(JSON.stringify(told)).not.toMatch(/mrkzq|\u001b/u);
  });

  it("lets nothing accept a pasted private key", () => {
    const book = newExemptionBook([stated({ rule: "private-key-in-user-data" })], TODAY);
    expect(book.judge("private-key-in-user-data", web, {}).state).toBe("none");
  });
});

describe("what was accepted is told", () => {
  const tag = { in: "tag", urn: web.urn } as const;

  it("not at all where nothing was", () => {
    expect(describeAccepted([])).toBeUndefined();
  });

  it("with the rule, the resource, the reason and where it stands, and counted", () => {
    const other = { ...web, urn: "urn:other", name: "other" };
    expect(
      describeAccepted([
        { rule: "login-shut", resource: web, reason: "a batch host", source: { in: "settings", index: 2 } },
        { rule: "no-way-in", resource: web, reason: "never entered", source: tag },
        { rule: "no-way-in", resource: other, reason: "never entered", source: tag },
      ]),
    ).toBe(
      [
        "3 findings are accepted, and stop nothing:",
        'login-shut at web: "a batch host" (settings.exempt[2])',
        'no-way-in at web, other: "never entered" (a tag of the resource)',
      ].join("\n"),
    );
  });

  it("escaped, and in one line each", () => {
    const reason = "so\n::error::all is well\u001b[2K\u202e<{%reset%}>";
    const said = describeAccepted([{ rule: "no-way-in", resource: web, reason, source: tag }]);
    expect(said?.split("\n")).toHaveLength(2);
    expect(said).not.toMatch(/\u001b|\u202e|<\{%/u);
  });

  it("in short where a thousand are", () => {
    const all = Array.from({ length: 1000 }, (_, at) => ({
      rule: "no-way-in",
      resource: { ...web, urn: `urn:${String(at)}`, name: `batch-${String(at)}` },
      reason: "never entered",
      source: tag,
    }));
    const said = describeAccepted(all);
    expect(said).toContain("1000 findings are accepted");
    expect(said).toContain("batch-9 and 990 more");
    expect(said?.length).toBeLessThan(300);
  });
});
