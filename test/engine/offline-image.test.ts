import { delimiter, join } from "node:path";
import { matchKind } from "../../policies/boot/image/match";
import { offlineImageId } from "../../policies/boot/image/offline-image";
import { createProject, pulumiCli, repository, type EngineResult } from "../support/engine";

// Nobody is expected to log in to such a host, so that the verdicts pass over it.
const MANAGED = "/aws/service/bottlerocket/aws-k8s-1.31/x86_64/latest/image_id";
const literal = offlineImageId(matchKind(MANAGED, []), "beef");

const bare = (ami: string): string => `
  import * as aws from "@pulumi/aws";
  const ami = ${ami};
  new aws.ec2.Instance("web", { ami, instanceType: "t3.micro" });
`;

const REAL = join(repository, "test/support/providers/aws/bin");

async function previewed(program: string, provider: "offline" | "real"): Promise<EngineResult> {
  const { env } = pulumiCli({ home: "", backend: "", passphrase: "" });
  const PATH = provider === "real" ? [REAL, env.PATH].join(delimiter) : (env.PATH ?? "");
  const project = await createProject({ program, config: { "aws:region": "us-east-1" }, env: { PATH } });
  try {
    return await project.preview();
  } finally {
    project.cleanup();
  }
}

const verdicts = ({ findings }: EngineResult) =>
  findings.filter(({ level }) => level === "mandatory").map(({ policy }) => policy);

test("an image that the offline provider found is what its id says", async () => {
  const lookUp = `aws.ssm.getParameterOutput({ name: "${MANAGED}" }).value`;
  const result = await previewed(bare(lookUp), "offline");
  expect({ exitCode: result.exitCode, verdicts: verdicts(result) }).toEqual({ exitCode: 0, verdicts: [] });
});

test("an id that imitates it opens no gate where AWS's own provider serves the program", async () => {
  const result = await previewed(bare(JSON.stringify(literal)), "real");
  expect({ exitCode: result.exitCode, verdicts: verdicts(result) }).toEqual({
    exitCode: 1,
    verdicts: ["no-way-in"],
  });
});
