import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/user-data-fetched";
import { images, messages, mime, places, script, userData, type Change } from "../../support/subjects";

const INCLUDE = "#include\nhttps://setup.example/config\n";

test.each<[string, Change, readonly string[]]>([
  ["an include", { userData: userData(INCLUDE) }, ["1:1"]],
  [
    "an include that is fetched once",
    { userData: userData(INCLUDE.replace("include", "include-once")) },
    ["1:1"],
  ],
  [
    "a part of its own type",
    {
      userData: userData(
        mime(
          ["text/x-include-url", "https://setup.example/config\n"],
          ["text/x-shellscript", "#!/bin/sh\nls\n"],
        ),
      ),
    },
    ["1:1:1"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  [
    "what a script fetches",
    { userData: script("curl -fso /opt/setup.sh https://setup.example/", "sh /opt/setup.sh") },
  ],
  ["an include of nothing", { userData: userData("#include\n# to come\n\n") }],
  ["a comment of that name", { userData: script("#include <stdio.h>") }],
  ["an image that reads no cloud-init", { image: images.bottlerocket, userData: userData(INCLUDE) }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("reads well, and tells no address", () => {
  expect(messages(rule, { userData: userData(INCLUDE) })).toMatchInlineSnapshot(`
   [
     "user data, line 1 (#include): what it names is fetched before accounts are made and keys are given out; at the first boot a fetch that fails leaves the host with neither. What is fetched cannot be judged here.",
   ]
  `);
});
