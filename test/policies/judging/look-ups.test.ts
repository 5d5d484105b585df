import {
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  DescribeKeyPairsCommand,
  EC2Client,
  GetSerialConsoleAccessStatusCommand,
} from "@aws-sdk/client-ec2";
import { mockClient } from "aws-sdk-client-mock";
import { known } from "../../../policies/facts/fact";
import { gatherLookUps, NO_LOOK_UPS } from "../../../policies/judging/look-ups";
import { defaultSettings } from "../../../policies/judging/settings";
import { goodLaunch, notKnownYet } from "../../support/subjects";

const ALL = { live: true, serialConsole: true } as const;
const NOTHING = { live: false, serialConsole: true } as const;

const ec2 = mockClient(EC2Client);

// What AWS answered is kept for the process: each test has a region of its own.

/** The regions that a command was sent to, in order. */
const regionsOf = async (): Promise<readonly string[]> =>
  [
    ...new Set(
      await Promise.all(
        ec2
          .commandCalls(DescribeImagesCommand)
          .map(({ thisValue }) => (thisValue as EC2Client).config.region()),
      ),
    ),
  ].sort();

beforeEach(() => {
  ec2.reset();
  ec2.on(DescribeImagesCommand).resolves({ Images: [] });
  ec2.on(DescribeKeyPairsCommand).resolves({ KeyPairs: [{ KeyName: "ops" }] });
  ec2.on(DescribeInstanceTypesCommand).resolves({ InstanceTypes: [] });
  ec2.on(GetSerialConsoleAccessStatusCommand).resolves({ SerialConsoleAccessEnabled: true });
});

const inRegion = (region: string) => ({
  ...goodLaunch,
  region: known(region, "region"),
  keyPairInStack: false,
});

test("asks nothing unless it is wanted", async () => {
  expect(await gatherLookUps([inRegion("eu-west-1")], defaultSettings, NOTHING)).toBe(NO_LOOK_UPS);
  expect(ec2.calls()).toEqual([]);
});

test("asks once for each region, and answers each launch from its own", async () => {
  const { of } = await gatherLookUps(
    [inRegion("eu-west-2"), inRegion("eu-west-2"), inRegion("us-east-1")],
    defaultSettings,
    ALL,
  );
  expect(await regionsOf()).toEqual(["eu-west-2", "us-east-1"]);
  expect(ec2.commandCalls(GetSerialConsoleAccessStatusCommand)).toHaveLength(2);
  expect(of(inRegion("eu-west-2")).serialConsole()).toMatchObject({ state: "known", value: true });
});

test("a region that nobody launches in was not asked", async () => {
  const { of } = await gatherLookUps([inRegion("eu-west-3")], defaultSettings, ALL);
  expect(of(inRegion("sa-east-1")).serialConsole().state).toBe("unknown");
});

test("a region known only at apply is not asked, and says so", async () => {
  const launch = { ...goodLaunch, region: notKnownYet("region") };
  const { of, problems } = await gatherLookUps([launch], defaultSettings, ALL);
  expect(ec2.calls()).toEqual([]);
  expect(of(launch).serialConsole()).toMatchObject({
    state: "unknown",
    why: "the region is not known, so AWS was not asked",
  });
  expect(problems).toEqual([]);
});

test("a provider with credentials of its own is not asked about with ours", async () => {
  const launch = { ...inRegion("eu-central-1"), credentials: { from: "provider" as const } };
  const { of } = await gatherLookUps([launch], defaultSettings, ALL);
  expect(ec2.calls()).toEqual([]);
  expect(of(launch).serialConsole()).toMatchObject({
    state: "unknown",
    why: expect.stringContaining("credentials of its own") as string,
  });
});

test("a key pair of the stack is not asked for, one from outside is", async () => {
  await gatherLookUps([{ ...inRegion("eu-south-1"), keyPairInStack: true }], defaultSettings, ALL);
  expect(ec2.commandCalls(DescribeKeyPairsCommand)).toEqual([]);
  const { of } = await gatherLookUps([inRegion("eu-south-1")], defaultSettings, ALL);
  expect(of(inRegion("eu-south-1")).keyPair("ops")).toMatchObject({ state: "known", value: true });
});

test("what is stated is not asked", async () => {
  await gatherLookUps([inRegion("ap-south-1")], { ...defaultSettings, serialConsole: false }, ALL);
  expect(ec2.commandCalls(GetSerialConsoleAccessStatusCommand)).toEqual([]);
});

test("what the stack declares is not asked", async () => {
  await gatherLookUps([inRegion("ap-east-1")], defaultSettings, { live: true, serialConsole: false });
  expect(ec2.commandCalls(GetSerialConsoleAccessStatusCommand)).toEqual([]);
});

test("what AWS does not answer stays unknown, and is told once", async () => {
  const denied = Object.assign(new Error("denied"), {
    name: "UnauthorizedOperation",
    $metadata: { httpStatusCode: 403 },
  });
  ec2.reset();
  ec2.onAnyCommand().rejects(denied);
  const { of, problems } = await gatherLookUps(
    [inRegion("sa-east-1"), inRegion("sa-east-1")],
    defaultSettings,
    ALL,
  );
  expect(of(inRegion("sa-east-1")).keyPair("ops").state).toBe("unknown");
  expect(problems.length).toBeGreaterThan(0);
  expect(new Set(problems).size).toBe(problems.length);
});
