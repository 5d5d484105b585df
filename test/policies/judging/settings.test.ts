import { z } from "zod";
import {
  ConfigurationError,
  defaultSettings,
  parseOptions,
  settingsSchema,
} from "../../../policies/judging/settings";

const refuse = (options: unknown, schema: z.ZodType = settingsSchema): string => {
  try {
    parseOptions("settings", schema, options);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "";
};

test("nothing configured is the defaults", () => {
  expect(parseOptions("settings", settingsSchema, {})).toEqual(defaultSettings);
  expect(defaultSettings).toEqual({
    live: false,
    liveTimeoutSeconds: 10,
    images: {},
    exempt: [],
    onFailure: "mandatory",
  });
});

test("what is configured is taken as it stands", () => {
  const given = {
    live: true,
    liveTimeoutSeconds: 3,
    serialConsole: true,
    images: { "own-*": { family: "debian", loginUser: "ops" } },
    exempt: [{ rule: "no-way-in", name: "batch-*", reason: "nobody logs in", until: "2030-01-31" }],
    onFailure: "advisory",
  };
  expect(parseOptions("settings", settingsSchema, given)).toEqual(given);
});

test.each<[string, unknown, string]>([
  [
    "a misspelt option, with the one that was meant",
    { imagse: {} },
    "settings.imagse is no option; did you mean images?",
  ],
  [
    "an option of an image, with its whole path",
    { images: { "ami-1": { family: "ubuntu", logInUser: "x" } } },
    "settings.images.ami-1.logInUser is no option; did you mean loginUser?",
  ],
  [
    "the options that there are",
    { consol: true },
    "The options are live, liveTimeoutSeconds, images, serialConsole",
  ],
  [
    "an exemption without a reason",
    { exempt: [{ rule: "no-way-in", name: "web", reason: " " }] },
    "settings.exempt.0.reason: must say why the finding is accepted",
  ],
  [
    "an exemption of nothing in particular",
    { exempt: [{ rule: "no-way-in", reason: "so" }] },
    "settings.exempt.0: must name resources by urn, name or type",
  ],
  [
    "an exemption of a rule that there is not",
    { exempt: [{ rule: "no-ways-in", name: "*", reason: "so" }] },
    "settings.exempt.0.rule: no-ways-in is no rule; did you mean no-way-in?",
  ],
  [
    "an exemption of a pasted private key",
    { exempt: [{ rule: "private-key-in-user-data", name: "*", reason: "so" }] },
    "settings.exempt.0.rule: private-key-in-user-data cannot be exempted",
  ],
  [
    "an exemption until no day",
    { exempt: [{ rule: "no-way-in", name: "*", reason: "so", until: "31.12.2030" }] },
    "settings.exempt.0.until: must be a day, as in 2026-12-31",
  ],
  [
    "an exemption until a day that there is not",
    { exempt: [{ rule: "no-way-in", name: "*", reason: "so", until: "2030-02-30" }] },
    "settings.exempt.0.until: must be a day, as in 2026-12-31",
  ],
  [
    "an exemption until a year beyond all calendars",
    { exempt: [{ rule: "no-way-in", name: "*", reason: "so", until: "+012030-01-01" }] },
    "settings.exempt.0.until: must be a day, as in 2026-12-31",
  ],
  [
    "an exemption whose reason nobody can see",
    { exempt: [{ rule: "no-way-in", name: "web", reason: "\u200b\u3164\u2800" }] },
    "settings.exempt.0.reason: must say why the finding is accepted",
  ],
  [
    "an exemption of a rule called as what every object has",
    { exempt: [{ rule: "constructor", name: "*", reason: "so" }] },
    "settings.exempt.0.rule: what it names is no rule of the pack",
  ],
  [
    "an exemption of every rule",
    { exempt: [{ rule: "*", name: "*", reason: "so" }] },
    "settings.exempt.0.rule: what it names is no rule of the pack",
  ],
  [
    "a level for what was not judged that is none",
    { onFailure: "disabled" },
    "settings.onFailure must be one of mandatory, advisory",
  ],
  ["a wrong type", { live: "yes" }, "settings.live must be of type boolean"],
  ["a list where names are due", { images: [] }, "settings.images must be of type record"],
  [
    "a family that there is not, with those that there are",
    { images: { "ami-1": { family: "gentoo" } } },
    "settings.images.ami-1.family must be one of amazon-linux-2, al2023, ubuntu",
  ],
  ["an image without a family", { images: { "ami-1": {} } }, "settings.images.ami-1.family must be one of"],
  [
    "an empty login user",
    { images: { "ami-1": { family: "ubuntu", loginUser: "" } } },
    "settings.images.ami-1.loginUser",
  ],
  ["a time limit of nothing", { liveTimeoutSeconds: 0 }, "settings.liveTimeoutSeconds"],
  ["a time limit without end", { liveTimeoutSeconds: 3600 }, "settings.liveTimeoutSeconds"],
  ["nothing at all", null, "settings must be of type object"],
])("refuses and names %s", (_, options, message) => {
  expect(refuse(options)).toContain(message);
});

test("an option that is a part of one's name means that one, whatever is nearer by letters", () => {
  expect(refuse({ images: { "ami-1": { family: "ubuntu", user: "x" } } })).toContain(
    "did you mean loginUser?",
  );
});

test("several at once are told at once, one a line", () => {
  const message = refuse({ live: 1, consol: true, tmeout: 3, images: { a: { family: "x" } } });
  expect(message.split("\n").map((line) => line.split(" ")[0])).toEqual(
    expect.arrayContaining([
      "settings.live",
      "settings.consol",
      "settings.tmeout",
      "settings.images.a.family",
    ]),
  );
  expect(message.split("\n")).toHaveLength(4);
});

test("a policy without options says so", () => {
  expect(refuse({ strict: true }, z.strictObject({}))).toBe(
    "settings.strict is no option; the policy has none",
  );
});

test("a value that is refused is not told, since it may be a secret in the wrong place", () => {
  expect(refuse({ live: "ghp_OkapiToken", images: { a: { family: "ghp_OkapiToken" } } })).not.toContain(
    "Okapi",
  );
});

test("what stands in the configuration commands no terminal, and is told in one line", () => {
  const key = "\u001b]0;x\u0007<{%reset%}>\n::error::x\u202e";
  const message = refuse({ [key]: 1 });
  expect(message).not.toMatch(/[\p{Cc}\p{Cf}]|<\{%/u);
  expect(message).toContain("is no option");
});

test("a key of a megabyte is told in short, and soon", () => {
  expect(refuse({ ["x".repeat(1_000_000)]: 1 }).length).toBeLessThan(600);
});
