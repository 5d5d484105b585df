import { absent, known } from "../../../policies/facts/fact";
import {
  images,
  judgedLaunch,
  judgedUserData,
  noKeyPair,
  notKnownYet,
  script,
  type Change,
} from "../../support/subjects";

const undeclared: Change = { account: { serialConsole: absent("serialConsoleAccess") } };
const consoleOf = (change: Change) => judgedLaunch(change).account.serialConsole;

describe("an account's setting", () => {
  test.each<[string, Change, boolean]>([
    [
      "as the stack declares it, before all",
      {
        account: { serialConsole: known(false, "enabled") },
        settings: { serialConsole: true },
        lookUps: { serialConsole: () => known(true, "live") },
      },
      false,
    ],
    [
      "as it is stated, before what AWS says of the present",
      {
        ...undeclared,
        settings: { serialConsole: false },
        lookUps: { serialConsole: () => known(true, "live") },
      },
      false,
    ],
    ["as AWS says it", { ...undeclared, lookUps: { serialConsole: () => known(true, "live") } }, true],
  ])("counts %s", (_, change, value) => {
    expect(consoleOf(change)).toMatchObject({ state: "known", value });
  });

  test("that nobody declares, states or can look up is absent: AWS's default stands", () => {
    expect(consoleOf(undeclared).state).toBe("absent");
  });

  test("that is only known at apply stays unknown, whatever is stated", () => {
    expect(
      consoleOf({ account: { serialConsole: notKnownYet("enabled") }, settings: { serialConsole: true } })
        .state,
    ).toBe("unknown");
  });
});

describe("a key pair", () => {
  const keyPair = (change: Change) => judgedUserData(change).boot.keyPair;
  test.each<[string, Change, object]>([
    ["of the stack is there", {}, { state: "known", value: true }],
    [
      "that nobody looked up is taken at its word",
      { keyPairInStack: false },
      { state: "known", value: true },
    ],
    [
      "that AWS knows is there",
      { keyPairInStack: false, lookUps: { keyPair: (name) => known(true, name) } },
      { state: "known", value: true },
    ],
    [
      "that AWS does not know is not",
      { keyPairInStack: false, lookUps: { keyPair: (name) => absent(name) } },
      { state: "known", value: false },
    ],
    [
      "of the stack is not AWS's to know yet",
      { lookUps: { keyPair: (name) => absent(name) } },
      { state: "known", value: true },
    ],
    ["that is left out is none", noKeyPair, { state: "absent" }],
    [
      "that is only known at apply is unknown",
      { keyName: notKnownYet("keyName"), keyPairInStack: false },
      { state: "unknown" },
    ],
    [
      "of the stack is there, though its name is only known at apply",
      { keyName: notKnownYet("keyName"), keyPairInStack: true },
      { state: "known", value: true },
    ],
    [
      "reaches nothing where the metadata service is off",
      { metadataEndpoint: known("disabled", "metadataOptions.httpEndpoint") },
      { state: "absent" },
    ],
  ])("%s", (_, change, expected) => {
    expect(keyPair(change)).toMatchObject(expected);
  });
});

test("the metadata service off keeps user data from the host too", () => {
  const change: Change = {
    userData: script("userdel -r ubuntu"),
    metadataEndpoint: known("disabled", "metadataOptions.httpEndpoint"),
  };
  expect(judgedUserData(change).boot.parts).toEqual([]);
});

describe("whether a type has a serial console", () => {
  const supports = (type: string, lookUps: Change["lookUps"] = {}) =>
    judgedLaunch({ lookUps }).supportsSerialConsole(type);
  const looked = (hypervisor: "nitro" | "xen", bareMetal = false): Change["lookUps"] => ({
    instanceType: (name) => known({ hypervisor, bareMetal, instanceStorage: false }, name),
  });

  test("is as AWS says it, also of types that no list holds", () => {
    expect(supports("z99.large", looked("xen"))).toBe(false);
    expect(supports("z99.large", looked("nitro"))).toBe(true);
  });

  test("is as the list has it for bare metal, which AWS gives as nitro", () => {
    expect(supports("a1.metal", looked("nitro", true))).toBe(false);
  });

  test("is as the list has it where nobody looked", () => {
    expect(supports("t2.micro")).toBe(false);
    expect(supports("t3.micro")).toBe(true);
    expect(supports("large")).toBeUndefined();
  });
});

test("an image is recognised by the settings, else by AWS, else by its name", () => {
  const id = "ami-0123456789abcdef0";
  const amazon = {
    name: "al2023-ami-2023.1.20230705.0-kernel-6.1-x86_64",
    ownerId: "137112412989",
    ownerAlias: "amazon",
    rootDeviceType: "ebs",
    platform: "linux",
  } as const;
  const live: Change = { image: images.unknown, lookUps: { image: () => known(amazon, id) } };
  expect(judgedUserData({ image: images.unknown }).image.family).toBe("unknown");
  expect(judgedUserData(live).image.family).toBe("al2023");
  expect(judgedUserData({ ...live, settings: { images: { [id]: { family: "debian" } } } }).image.family).toBe(
    "debian",
  );
});
