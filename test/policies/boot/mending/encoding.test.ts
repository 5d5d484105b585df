import { decodeUserData } from "../../../../policies/boot/decode/decode";
import { mendEncoding } from "../../../../policies/boot/mending/encoding";
import type { PropertyText } from "../../../../policies/boot/mending/property-text";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const SCRIPT = "#!/bin/sh\necho hello to all who read this\n";

const causesOf = (property: PropertyText) => decodeUserData(property).problems.map(({ cause }) => cause);

describe("mending the encoding of user data", () => {
  it.each<[string, PropertyText, PropertyText]>([
    [
      "encodes text where base64 is due",
      { text: SCRIPT, encoding: "base64" },
      { text: base64(SCRIPT), encoding: "base64" },
    ],
    [
      "takes one of two layers off",
      { text: base64(base64(SCRIPT)), encoding: "base64" },
      { text: base64(SCRIPT), encoding: "base64" },
    ],
    [
      "takes the blanks before #! off",
      { text: `\n  ${SCRIPT}`, encoding: "plain" },
      { text: SCRIPT, encoding: "plain" },
    ],
    [
      "takes the blanks off within base64",
      { text: base64(`\n  ${SCRIPT}`), encoding: "base64" },
      { text: base64(SCRIPT), encoding: "base64" },
    ],
    [
      "takes a byte order mark off",
      { text: `\uFEFF${SCRIPT}`, encoding: "plain" },
      { text: SCRIPT, encoding: "plain" },
    ],
    [
      "encodes text whose beginning is wrong, too",
      { text: ` ${SCRIPT}`, encoding: "base64" },
      { text: base64(SCRIPT), encoding: "base64" },
    ],
  ])("%s", (_, before, after) => {
    let mended = before;
    // What one mend uncovers, the next takes.
    for (let round = 0; round < 3 && causesOf(mended).length > 0; round++)
      mended = mendEncoding(mended, causesOf(mended)) ?? mended;
    expect(causesOf(before)).not.toEqual([]);
    expect(mended).toEqual(after);
    expect(causesOf(mended)).toEqual([]);
  });

  it.each<[string, PropertyText]>([
    ["text that nothing says the format of", { text: "echo hello\n", encoding: "plain" }],
    ["a cloud-config that does not parse", { text: "#cloud-config\nusers: [\n", encoding: "plain" }],
  ])("leaves %s alone", (_, property) => {
    expect(mendEncoding(property, causesOf(property))).toBeUndefined();
  });
});
