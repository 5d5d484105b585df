import { packArguments } from "../../../policies/pack/pack";
import type { PackPolicy } from "../../../policies/pack/policies";
import { preview, resourceArgs, stackResource, type EngineResource, type Violation } from "./engine";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const resource = (type: string, inputs: Record<string, unknown>): EngineResource => ({
  type,
  name: "web",
  inputs: { ...inputs },
});
const instance = (inputs: Record<string, unknown>): EngineResource =>
  resource("aws:ec2/instance:Instance", {
    ami: "ami-0123456789abcdef0",
    instanceType: "t3.micro",
    ...inputs,
  });
const template = (userData: string): EngineResource =>
  resource("aws:ec2/launchTemplate:LaunchTemplate", { userData });

const policyNamed = (policies: readonly PackPolicy[], name: string): PackPolicy => {
  const policy = policies.find((each) => each.name === name);
  if (policy === undefined) throw new Error(`no policy ${name}`);
  return policy;
};

const config = { settings: { images: { "ami-0123456789abcdef0": { family: "ubuntu" } } } };

/** What a policy reports of a resource, in a pack of its own. */
async function reported(name: string, given: EngineResource): Promise<readonly Violation[]> {
  const violations = await preview(packArguments({}).policies, [stackResource, given], { config });
  return violations.filter(({ policy }) => policy === name);
}

/** What a policy makes of a resource: the engine has the stack's own resource analysed first. */
async function remediated(name: string, given: EngineResource): Promise<Record<string, unknown> | undefined> {
  const { policies } = packArguments({});
  await preview(policies, [stackResource], { config });
  const policy = policyNamed(policies, name);
  if (!("remediateResource" in policy)) throw new Error(`${name} remediates nothing`);
  return (await policy.remediateResource(resourceArgs(structuredClone(given)))) ?? undefined;
}

const MOUNT = "#cloud-config\nmounts:\n  - [/dev/nvme1n1, /data, ext4, defaults]\n";

describe("a remediation", () => {
  it.each<[string, string, EngineResource, string, string]>([
    [
      "encodes the user data of a launch template",
      "user-data-invalid",
      template("#!/bin/sh\necho hi there\n"),
      "userData",
      base64("#!/bin/sh\necho hi there\n"),
    ],
    [
      "takes the blank line off before #!",
      "user-data-invalid",
      instance({ userData: "\n#!/bin/sh\necho hi\n" }),
      "userData",
      "#!/bin/sh\necho hi\n",
    ],
    [
      "adds nofail to a mount",
      "boot-stopped-by-mount",
      instance({ userDataBase64: base64(MOUNT) }),
      "userDataBase64",
      base64(MOUNT.replace("defaults", '"defaults,nofail"')),
    ],
  ])("%s, and what comes out passes its own rule", async (_, rule, given, property, expected) => {
    const after = await remediated(rule, given);
    expect(await reported(rule, given)).not.toEqual([]);
    expect(after?.[property]).toBe(expected);
    const mended: EngineResource = { ...given, inputs: { ...given.inputs, [property]: expected } };
    expect(await reported(rule, mended)).toEqual([]);
  });

  it.each<[string, string, EngineResource]>([
    ["is well already", "user-data-invalid", instance({ userData: "#!/bin/sh\necho hi\n" })],
    ["has no certain way out", "user-data-invalid", instance({ userData: "echo hi\n" })],
    ["would still be reported afterwards", "user-data-invalid", template("#cloud-config\nusers: [\n")],
    [
      "mounts by a script",
      "boot-stopped-by-mount",
      instance({ userData: "#!/bin/sh\necho '/dev/xvdf /data ext4 defaults 0 0' >> /etc/fstab\n" }),
    ],
    ["holds no launch", "user-data-invalid", resource("aws:s3/bucket:Bucket", {})],
  ])("leaves alone what %s", async (_, rule, given) => {
    expect(await remediated(rule, given)).toBeUndefined();
  });
});
