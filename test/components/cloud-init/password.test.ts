import { execFileSync } from "node:child_process";
import { hashPassword, hashProblem, passwordProblem } from "../../../components/cloud-init/password";

describe("hashPassword", () => {
  const hash = hashPassword("three otters under a bridge", "org/project/dev web");

  it("is what crypt(5) makes of the same salt", () => {
    const [, , rounds = "", salt = ""] = hash.split("$");
    // perl's crypt is the C library's own, the one that PAM asks.
    const crypt = execFileSync("perl", [
      "-e",
      "print crypt($ARGV[0], $ARGV[1])",
      "three otters under a bridge",
      `$6$${rounds}$${salt}`,
    ]);
    expect(hash).toBe(crypt.toString());
  });

  it("is the same for the same place, so that previews show no change", () => {
    expect(hashPassword("three otters under a bridge", "org/project/dev web")).toBe(hash);
  });

  it("is another in another place, and its salt does not follow from the password", () => {
    const [, , , salt] = hash.split("$");
    expect(hashPassword("three otters under a bridge", "org/project/prod web").split("$")[3]).not.toBe(salt);
    expect(hashPassword("four otters under a bridge", "org/project/dev web").split("$")[3]).toBe(salt);
  });
});

it.each([
  ["is too short", "b4t-Hor5e", /shorter than 12/u],
  ["is one character again and again", "aaaaaaaaaaaaaaab", /repeats/u],
  ["has the account's name in it", "my-Recovery-login-9", /account's name/u],
  ["is tried first by everybody", "password123456", /tried first/u],
  ["has a key that consoles don't know", "three otters ünder", /beyond ASCII/u],
  ["has a line break", "three otters\nunder", /control characters/u],
])("a password that %s is refused, and not repeated", (_why, password, reason) => {
  const problem = passwordProblem(password, "recovery") ?? "";
  expect(problem).toMatch(reason);
  expect(problem).not.toContain(password);
});

it("takes four words", () => {
  expect(passwordProblem("three-otters-under-a-bridge", "recovery")).toBeUndefined();
});

it.each([
  ["of SHA-512", hashPassword("x", "y"), true],
  ["of SHA-512 with the default rounds", `$6$abcdefgh$${"a".repeat(86)}`, true],
  [
    "of yescrypt, as Debian makes it",
    "$y$j9T$abcdefghijklmnopqrstuv$0123456789012345678901234567890123456789012",
    true,
  ],
  ["cut short", "$6$abcdefgh$tooshort", false],
  ["of MD5", "$1$abcdefgh$abcdefghijklmnopqrstuv", false],
  ["that would end the line of /etc/shadow", `$6$abcdefgh$${"a".repeat(86)}:0`, false],
  ["that is the password itself", "three-otters-under-a-bridge", false],
])("a hash %s", (_what, hash, good) => {
  expect(hashProblem(hash) === undefined).toBe(good);
});
