import { blur, blurEverything, opaque, set } from "../../../../policies/boot/machine/effect";
import {
  applyEffects,
  join,
  mentioned,
  newMachine,
  trait,
  type Machine,
} from "../../../../policies/boot/machine/machine";
import { isModelled, modelledPaths, normalisePath } from "../../../../policies/boot/machine/paths";
import type { UserDataOrigin } from "../../../../policies/boot/machine/prediction";

const line = (number: number): UserDataOrigin => ({
  from: "user-data",
  place: { part: 1, parts: 1, line: number, column: 1 },
  construct: "test",
});

const bare = newMachine((subject, _, which) =>
  subject === "account" && which === "shell" ? ("/bin/sh" as never) : undefined,
);
const after = (...effects: Parameters<typeof applyEffects>[1][number][]): Machine =>
  applyEffects(bare, effects);

describe("a machine", () => {
  it("stands at the image's word until a line says otherwise", () => {
    expect(trait(bare, "account", "bob", "shell")).toMatchObject({
      certain: true,
      value: "/bin/sh",
      since: { from: "image" },
    });
    expect(trait(bare, "account", "bob", "home")).toMatchObject({ certain: false });
    expect(
      trait(after(set("account", "bob", { shell: "/bin/false" }, line(3))), "account", "bob", "shell"),
    ).toMatchObject({ value: "/bin/false", since: { place: { line: 3 } } });
  });

  it("stays as it was when another one follows from it", () => {
    after(set("account", "bob", { shell: "/bin/false" }, line(1)));
    expect(trait(bare, "account", "bob", "shell")).toMatchObject({ value: "/bin/sh" });
  });

  it("keeps the last word on each trait", () => {
    const machine = after(
      set("account", "bob", { expired: true }, line(1)),
      set("account", "bob", { expired: false }, line(2)),
    );
    expect(trait(machine, "account", "bob", "expired")).toMatchObject({
      value: false,
      since: { place: { line: 2 } },
    });
  });

  it("cannot tell a trait of anybody after one of all, until it is set anew", () => {
    const machine = after(
      set("account", "bob", { shell: "/bin/sh" }, line(1)),
      blur("account", "*", "why", line(2), ["shell"]),
      set("account", "eve", { shell: "/bin/sh" }, line(3)),
    );
    expect(trait(machine, "account", "bob", "shell")).toMatchObject({
      certain: false,
      since: { place: { line: 2 } },
    });
    expect(trait(machine, "account", "new", "shell")).toMatchObject({ certain: false });
    expect(trait(machine, "account", "eve", "shell")).toMatchObject({ certain: true });
  });

  it("does not take a star for a name", () => {
    expect(
      trait(after(set("account", "*", { shell: "/bin/false" }, line(1))), "account", "bob", "shell"),
    ).toMatchObject({ value: "/bin/sh" });
  });

  it("cannot tell anything after everything was blurred", () => {
    const machine = after(
      set("sshd", "", { acceptsKeys: true }, line(1)),
      set("file", "/home", { mode: 0o755 }, line(1)),
      ...blurEverything("why", line(2)),
    );
    expect(trait(machine, "sshd", "", "acceptsKeys").certain).toBe(false);
    expect(trait(machine, "firewall", "", "ssh").certain).toBe(false);
    expect(trait(machine, "file", "/home", "mode").certain).toBe(false);
  });

  it("tells each line that hides something once, and not without end", () => {
    expect(after(opaque("why", line(1)), opaque("why", line(1)), opaque("why", line(2))).opaque).toHaveLength(
      2,
    );
    expect(
      after(...Array.from({ length: 100 }, (_, at) => opaque("why", line(at)))).opaque.length,
    ).toBeLessThan(50);
  });

  it("names what was mentioned", () => {
    expect(
      mentioned(
        after(set("account", "bob", { keys: true }, line(1)), blur("account", "*", "why", line(1))),
        "account",
      ),
    ).toEqual(["bob"]);
  });
});

describe("two courses joined", () => {
  const expired = after(set("account", "bob", { expired: true, shell: "/bin/sh" }, line(1)));
  const well = after(set("account", "bob", { expired: false }, line(2)));

  it("keep what they agree on, the image's word included", () => {
    expect(trait(join(expired, well, "why"), "account", "bob", "shell")).toMatchObject({
      certain: true,
      value: "/bin/sh",
    });
    expect(trait(join(expired, expired, "why"), "account", "bob", "expired")).toMatchObject({ value: true });
  });

  it("cannot tell what they differ in, and name the line", () => {
    expect(trait(join(expired, well, "why"), "account", "bob", "expired")).toMatchObject({
      certain: false,
      why: "why",
      since: { place: { line: 1 } },
    });
  });

  it("keep what either of them hides", () => {
    expect(join(after(opaque("a", line(1))), after(opaque("b", line(2))), "why").opaque).toHaveLength(2);
  });
});

describe("paths", () => {
  it.each([
    ["a relative one", "app", "/home", "/home/app"],
    ["dots", "../x/./y//z/", "/home/bob", "/home/x/y/z"],
    ["above the root", "/../..", "/", "/"],
  ])("are made absolute: %s", (_, path, cwd, absolute) => {
    expect(normalisePath(path, cwd)).toBe(absolute);
  });

  it("that are kept lead to each account's keys", () => {
    const machine = after(set("account", "bob", { home: "/srv/bob" }, line(1)));
    expect(modelledPaths(machine)).toEqual(
      expect.arrayContaining(["/home", "/srv/bob", "/srv/bob/.ssh", "/srv/bob/.ssh/authorized_keys"]),
    );
    expect([isModelled(machine, "/srv/bob/.ssh"), isModelled(machine, "/srv/bob/app")]).toEqual([
      true,
      false,
    ]);
  });
});
