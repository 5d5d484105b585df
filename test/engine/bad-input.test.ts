import { createProject } from "../support/engine";

// The engine's own messages are far smaller than 10 MB; what is larger never reaches a provider either.
const PROGRAM = `
  import { gzipSync } from "node:zlib";
  import * as aws from "@pulumi/aws";
  const host = (name: string, userData: string) =>
    new aws.ec2.Instance(name, { ami: "ami-0123456789abcdef0", instanceType: "t3.micro", userData });
  const encoded = (name: string, bytes: Buffer) =>
    new aws.ec2.Instance(name, { ami: "ami-0123456789abcdef0", instanceType: "t3.micro", userDataBase64: bytes.toString("base64") });
  host("large", "#!/bin/sh\\n" + "echo hello\\n".repeat(1_000_000));
  host("surrogate", "#cloud-config\\nruncmd: [\\"\\ud800\\"]\\n");
  host("bomb", "#cloud-config\\na: &a [x,x,x,x,x,x,x,x,x]\\n" + "bcdefghij".split("").map((c, i) => c + ": &" + c + " [" + ("*" + "abcdefghi"[i] + ",").repeat(8) + "*" + "abcdefghi"[i] + "]\\n").join("") + "users: *j\\n");
  host("deep", "#cloud-config\\nusers: " + "[".repeat(20_000) + "]".repeat(20_000) + "\\n");
  host("nested", "#!/bin/bash\\n" + "$(".repeat(5_000) + ")".repeat(5_000) + "\\n");
  encoded("binary", Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)));
  encoded("gzip", gzipSync("#!/bin/sh\\nuserdel ubuntu\\n").subarray(0, 30));
  encoded("zip-bomb", gzipSync(Buffer.alloc(50_000_000)));
`;

it("user data of any shape ends in findings or nothing, and the preview goes on", async () => {
  const project = await createProject({ program: PROGRAM, config: { "aws:region": "us-east-1" } });
  try {
    const { findings, errors } = await project.preview();
    expect(errors.filter((error) => !error.includes("preview failed"))).toEqual([]);
    const invalid = findings
      .filter(({ policy }) => policy === "user-data-invalid")
      .map(({ resource }) => resource.name);
    expect(new Set(invalid)).toEqual(
      new Set(
        ["binary", "bomb", "deep", "gzip", "large", "zip-bomb"].filter((name) => invalid.includes(name)),
      ),
    );
    expect(invalid).toEqual(expect.arrayContaining(["gzip", "large"]));
    expect(findings.filter(({ message }) => message.includes("please report"))).toEqual([]);
  } finally {
    project.cleanup();
  }
});
