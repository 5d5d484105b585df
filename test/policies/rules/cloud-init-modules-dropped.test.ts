import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/cloud-init-modules-dropped";
import {
  config,
  findings,
  images,
  messages,
  mime,
  noKeyPair,
  places,
  userData,
  type Change,
} from "../../support/subjects";

const final = (...names: readonly string[]): readonly string[] => [
  "cloud_final_modules:",
  ...names.map((name) => `  - ${name}`),
];

test.each<[string, Change, readonly string[]]>([
  [
    "an init stage without accounts and keys",
    { userData: config("cloud_init_modules:", "  - bootcmd") },
    ["2:1"],
  ],
  [
    "an init stage without keys",
    { userData: config("cloud_init_modules: [bootcmd, write_files, users_groups]") },
    ["2:1"],
  ],
  ["an empty list", { userData: config("cloud_init_modules: []") }, ["2:1"]],
  [
    "a config stage without runcmd",
    { userData: config("cloud_config_modules: [locale]", "runcmd: [ls]") },
    ["2:1"],
  ],
  [
    "a final stage without scripts",
    { userData: config("runcmd: [ls]", ...final("[final-message, always]")) },
    ["3:1"],
  ],
  [
    "a final stage without scripts, beside a script",
    {
      userData: userData(
        mime(
          ["text/cloud-config", ["#cloud-config", ...final("phone-home")].join("\n")],
          ["text/x-shellscript", "#!/bin/sh\nls\n"],
        ),
      ),
    },
    ["1:2:1"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["lists that name what is used", { userData: config("runcmd: [ls]", ...final("[scripts-user, always]")) }],
  [
    "a final stage without scripts where there is none to run",
    { userData: config(...final("final-message")) },
  ],
  [
    "an init stage with accounts and keys, with dashes",
    { userData: config("cloud_init_modules: [users-groups, ssh]") },
  ],
  ["a list that is none", { userData: config("cloud_init_modules: bootcmd") }],
  ["a host that nobody logs in to with a key", { ...noKeyPair, userData: config("cloud_init_modules: []") }],
  [
    "an image that reads no cloud-init",
    { image: images.bottlerocket, userData: config("cloud_init_modules: []") },
  ],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("weighs less where only scripts are lost", () => {
  const [finding] = findings(rule, { userData: config("runcmd: [ls]", ...final("final-message")) });
  expect(finding?.severity).toBe("low");
});

test("reads well", () => {
  expect(messages(rule, { userData: config("cloud_init_modules: []") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (cloud_init_modules) leaves out users_groups and ssh: the login account is not made, or not given its key, from the first boot on.",
   ]
  `);
  expect(messages(rule, { userData: config("runcmd: [ls]", ...final("final-message")) }))
    .toMatchInlineSnapshot(`
   [
     "user data, line 3 (cloud_final_modules) leaves out scripts_user: neither scripts nor runcmd are run, from the first boot on.",
   ]
  `);
});
