import { createProject, type EngineProject } from "../../support/engine";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";
const UBUNTU = "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*";

const program = (args: string, before = ""): string => `
  import { RecoverableInstance } from "@latchkey/components";
  import * as pulumi from "@pulumi/pulumi";
  import * as aws from "@pulumi/aws";
  ${before}
  new RecoverableInstance("web", { imageName: ${JSON.stringify(UBUNTU)}, keyPair: ${JSON.stringify(KEY)}, ${args} });
`;

interface Registered {
  readonly deployment: { readonly resources?: readonly { readonly type: string }[] };
}

/** What stands in the state after a refused update: the stack itself, the component and look-ups' providers at most. */
async function madeBy(project: EngineProject): Promise<readonly string[]> {
  const { deployment } = (await project.state()) as Registered;
  return (deployment.resources ?? []).map(({ type }) => type).filter((type) => type.startsWith("aws:"));
}

async function refused(args: string, before = ""): Promise<string> {
  const project = await createProject({
    program: program(args, before),
    config: { "aws:region": "us-east-1" },
    policyPack: null,
  });
  try {
    // No preview before it: it must be the component that keeps the update from making anything.
    const up = await project.up({ args: ["--skip-preview"] });
    expect(up.exitCode).not.toBe(0);
    expect(await madeBy(project)).toEqual([]);
    return up.errors.join("\n");
  } finally {
    project.cleanup();
  }
}

it("names property, line and remedy of the user data that shuts the door", async () => {
  const message = await refused(
    `userData: ["#cloud-config\\npackages: [nginx]\\n", "#!/bin/sh\\necho hello\\nuserdel ubuntu\\n"]`,
  );
  expect(message).toContain("RecoverableInstance web: userData[1]: line 3 (userdel) removes ubuntu");
  expect(message).toContain("Keep the login account");
});

it("tells all that is wrong at once", async () => {
  const message = await refused(`
    publicKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"],
    users: [{ name: "sudo" }, { name: "Bad Name" }],
    recoveryUser: { password: "in-plain-text-here" },
    sshFrom: ["everywhere"],
    instance: { userData: "x" },
    userData: ["#!/bin/sh\\nuserdel ubuntu\\n"]`);
  for (const property of [
    "publicKeys[0]",
    "users[0].name",
    "users[1].name",
    "recoveryUser.password",
    "sshFrom[0]",
    "instance.userData",
    "userData[0]",
  ]) {
    expect(message).toContain(`- ${property}: `);
  }
  expect(message).not.toContain("in-plain-text-here");
});

it("looks at what is known only at apply as soon as it is, and makes nothing else until then", async () => {
  const message = await refused(
    `publicKeys: [parameter.value], recoveryUser: { password: pulumi.secret("three-otters-under-a-bridge") }`,
    `const parameter = { value: pulumi.output(new Promise<string>((resolve) => setTimeout(() => resolve("no key at all"), 1000))) };`,
  );
  expect(message).toContain("publicKeys[0]: is no public key");
});

it("refuses user data that is too large even compressed, with the size of each part", async () => {
  const message = await refused(
    `userData: ["#!/bin/sh\\n: " + Array.from({ length: 20000 }, (_, at) => Math.sin(at).toString(36).slice(2, 6)).join("") + "\\n"]`,
  );
  expect(message).toMatch(
    /userData: the user data is [\d,]+ bytes compressed, and EC2 takes 16,384; uncompressed: .*userData\[0\] [\d,]+/u,
  );
});
