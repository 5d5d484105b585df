import {
  readAclEntries,
  withAclEntries,
  withoutAcl,
  withoutAclEntries,
  type AclChange,
} from "../../../../../policies/boot/shell/commands/acl";

// Modes of a file of 0600 and of a folder of 0755, as setfacl 2.3.1 leaves them on ext4.
const FILE = 0o600;
const FOLDER = 0o755;

function after(list: string, mode: number, isDirectory: boolean): string {
  const entries = readAclEntries(list);
  if (entries === undefined) return "no list";
  return withAclEntries({ mode, acl: undefined }, entries, isDirectory).mode.toString(8);
}

describe("setfacl -m", () => {
  it.each([
    ["u:nobody:rwx", "670", "775"],
    ["u:nobody:r", "640", "755"],
    ["user:nobody:7", "670", "775"],
    ["g:www-data:rwx", "670", "775"],
    ["g:www-data:rx", "650", "755"],
    ["u::rwx", "700", "755"],
    ["g::rwx", "670", "775"],
    ["g::rw", "660", "765"],
    ["o::rwx", "607", "757"],
    ["o:r", "604", "754"],
    ["m::rwx", "670", "775"],
    ["mask:rx", "650", "755"],
    ["u:nobody:rwx,m::r", "640", "745"],
    ["u:65534:rX", "640", "755"],
    ["u:nobody:-", "600", "755"],
  ])("%s", (list, file, folder) => {
    expect([after(list, FILE, false), after(list, FOLDER, true)]).toEqual([file, folder]);
  });

  it.each(["u:nobody:rwz", "u:a:b:c:d", ""])("takes no list as %p", (list) => {
    expect(readAclEntries(list)).toBeUndefined();
  });

  it("tells entries for what is made later from those that count now", () => {
    expect(
      readAclEntries("d:u:nobody:rwx,default:g::r,u:nobody:r")?.map(({ isDefault }) => isDefault),
    ).toEqual([true, true, false]);
  });
});

describe("a list that is there already", () => {
  const add = (before: AclChange, list: string): AclChange =>
    withAclEntries(before, readAclEntries(list) ?? [], false);
  const given = add({ mode: 0o640, acl: undefined }, "u:nobody:rwx");

  it("hides what the group itself may do, which comes back", () => {
    expect(given.mode).toBe(0o670);
    expect(withoutAcl(given).mode).toBe(0o640);
    expect(withoutAcl({ ...given, mode: 0o600 }).mode).toBe(0o640);
  });

  it("has its mask made anew with the next entry", () => {
    expect(add({ ...given, mode: 0o600 }, "u:daemon:r").mode).toBe(0o670);
    expect(add(given, "u:nobody:r").mode).toBe(0o640);
  });

  it("keeps a mask over what is left", () => {
    expect(withoutAclEntries(given, readAclEntries("u:nobody") ?? []).mode).toBe(0o640);
  });
});
