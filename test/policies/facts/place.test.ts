import { describePlace, partSource } from "../../../policies/facts/place";

describe("partSource", () => {
  const source = partSource("#!/bin/sh\nset -e\n  usermod x\n", { part: 2, parts: 3 });

  it.each([
    ["the first character", 0, 1, 1],
    ["a line's own newline belongs to that line", 9, 1, 10],
    ["the first character of a later line", 10, 2, 1],
    ["a column after a blank", 18, 3, 2],
    ["the very end", 28, 3, 12],
  ])("tells the place of %s", (_, offset, line, column) => {
    expect(source.placeAt(offset)).toEqual({ part: 2, parts: 3, line, column });
  });
});

describe("describePlace", () => {
  it("names the part only where there are several", () => {
    expect(describePlace({ part: 1, parts: 1, line: 14, column: 1 })).toBe("user data, line 14");
    expect(describePlace({ part: 2, parts: 2, line: 3, column: 1 })).toBe("user data, part 2, line 3");
  });
});
