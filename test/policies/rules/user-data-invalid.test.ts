import { known, unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/user-data-invalid";
import {
  config,
  images,
  judgedUserData,
  messages,
  mime,
  places,
  script,
  userData,
  wrappings,
  type Change,
} from "../../support/subjects";

test.each<[string, Change, readonly string[]]>([
  ["a blank before #!", { userData: userData(" #!/bin/sh\ntrue\n") }, ["1:2"]],
  ["text without a header", { userData: userData("echo hello\n") }, ["1:1"]],
  ["YAML that does not parse", { userData: config("packages: [nginx") }, ["3:1"]],
  ["a key that stands twice", { userData: config("packages: [nginx]", "packages: [git]") }, ["3:1"]],
  ["text where base64 is due", { userData: userData("#!/bin/sh\n", "base64") }, ["1:1"]],
  ["more than EC2 takes", { userData: script("# long".repeat(4000)) }, ["nowhere"]],
  [
    "broken gzip",
    { userData: userData(Buffer.from([0x1f, 0x8b, 8, 0, 0, 1, 2, 3]).toString("base64"), "base64") },
    ["nowhere"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test("says nothing of a cause that is to be ignored, and still tells the others", () => {
  const subject = judgedUserData({ userData: script("# long".repeat(4000)) });
  expect(rule.check(subject, { ignore: ["too-large"] })).toEqual([]);
  expect(rule.check(subject, { ignore: ["bom"] })).toHaveLength(1);
});

test.each<[string, Change]>([
  ["no user data", {}],
  ["empty user data", { userData: userData("") }],
  ["a script", { userData: script("true") }],
  ["a cloud-config", { userData: config("packages: [nginx]") }],
  [
    "a MIME message",
    {
      userData: userData(
        mime(["text/cloud-config", "#cloud-config\n"], ["text/x-shellscript", "#!/bin/sh\n"]),
      ),
    },
  ],
  ["PowerShell on Windows", { image: images.windows, userData: userData("<powershell>\n</powershell>\n") }],
  [
    "PowerShell on an image that nobody knows",
    { image: images.unknown, userData: userData("<powershell>\n</powershell>\n") },
  ],
  [
    "TOML on Bottlerocket",
    { image: images.bottlerocket, userData: userData("[settings.host-containers.admin]\nenabled = true\n") },
  ],
  [
    "Ignition on Flatcar",
    { image: images.flatcar, userData: userData('{"ignition": {"version": "3.3.0"}}') },
  ],
  ["user data known only at apply", { userData: unknown("userData") }],
  [
    "user data that nothing reads",
    {
      metadataEndpoint: known("disabled", "metadataOptions.httpEndpoint"),
      userData: userData("echo hello\n"),
    },
  ],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test.each(Object.entries(wrappings))("stands at its line in %s", (name, wrap) => {
  const at = name.includes("MIME") ? "2:1:2" : "1:2";
  expect(places(rule, { userData: wrap(" #!/bin/sh\ntrue\n") })).toEqual([at]);
});

test("reads well", () => {
  expect(messages(rule, { userData: userData(" #!/bin/sh\n") })).toMatchInlineSnapshot(`
   [
     "user data, line 1, column 2: blanks stand before #!, and the kernel refuses the script (Exec format error): it does not run",
   ]
  `);
  expect(messages(rule, { userData: config("packages: [nginx") })).toMatchInlineSnapshot(`
   [
     "user data, line 3, column 1: not the YAML that cloud-init reads, so it ignores all of this text: the indentation does not fit",
   ]
  `);
});
