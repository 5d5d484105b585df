import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { newCache } from "../../../policies/aws/cache";
import { fetchRoles } from "../../../policies/aws/fetch-roles";
import type { RolesRequest } from "../../../policies/aws/roles";
import { PATIENCE_MS, useAwsEnvironment } from "../../support/aws-environment";
import { startAwsFront, tally } from "../../support/aws-front";
import type { Ec2Endpoint } from "../../support/ec2-endpoint";
import { startMoto, type Moto } from "../../support/moto";
import { acceptNativeErrors } from "../../support/native-errors";

acceptNativeErrors();

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const document = (Action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
const CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

let moto: Moto;
let aws: Ec2Endpoint;
let restore: () => void;
let iam: IAMClient;
let customers = "";

beforeAll(async () => {
  moto = await startMoto();
  aws = await startAwsFront(moto);
  restore = useAwsEnvironment(aws.url);
  iam = new IAMClient({ region: "us-east-1" });
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: "sessions", PolicyDocument: document("ssmmessages:*") }),
  );
  customers = Policy?.Arn ?? "";
  await iam.send(new CreateRoleCommand({ RoleName: "web", Path: "/apps/", AssumeRolePolicyDocument: TRUST }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "web-profile" }));
  await iam.send(
    new AddRoleToInstanceProfileCommand({ InstanceProfileName: "web-profile", RoleName: "web" }),
  );
  for (const PolicyArn of [CORE, customers])
    await iam.send(new AttachRolePolicyCommand({ RoleName: "web", PolicyArn }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName: "web", PolicyName: "own", PolicyDocument: document("s3:Get*") }),
  );
  await iam.send(new CreateRoleCommand({ RoleName: "bare", AssumeRolePolicyDocument: TRUST }));
});

afterAll(async () => {
  iam.destroy();
  restore();
  await aws.stop();
  await moto.stop();
});

const ask = (request: Partial<RolesRequest>, cache = newCache()) =>
  fetchRoles(
    { region: "eu-west-1", profiles: [], roles: [], policies: [], ...request },
    { cache, timeLimitMs: PATIENCE_MS },
  );

test("from an instance profile to its role, its policies and their documents", async () => {
  const { roles, policies, problems } = await ask({ profiles: ["web-profile"] });
  expect(problems).toEqual([]);
  expect(roles).toEqual([
    {
      name: "web",
      path: "/apps/",
      arn: expect.stringMatching(/:role\/apps\/web$/u) as string,
      trustPolicy: TRUST,
      inline: [{ name: "own", document: document("s3:Get*") }],
      attached: expect.arrayContaining([CORE, customers]) as string[],
      profiles: [
        {
          name: "web-profile",
          path: "/",
          arn: expect.stringMatching(/:instance-profile\/web-profile$/u) as string,
        },
      ],
    },
  ]);
  expect(policies).toEqual([{ name: "sessions", arn: customers, document: document("ssmmessages:*") }]);
});

test("a role is found by its own name too, and has no policies where it has none", async () => {
  const { roles } = await ask({ roles: ["bare"] });
  expect(roles).toMatchObject([{ name: "bare", inline: [], attached: [], profiles: [] }]);
});

test("a policy is found by its ARN, and AWS's own are not asked for", async () => {
  const before = aws.calls.length;
  const { policies } = await ask({ policies: [customers, CORE] });
  expect(policies.map(({ arn }) => arn)).toEqual([customers]);
  expect((await ask({ policies: [CORE] })).policies).toEqual([]);
  expect(tally(aws.calls.slice(before))).toEqual({ GetAccountAuthorizationDetails: 1 });
});

test("what is not there is missing, and is no problem", async () => {
  expect(await ask({ profiles: ["gone"], roles: ["gone"] })).toEqual({
    roles: [],
    policies: [],
    problems: [],
  });
});

test("all regions of a partition share the answers, and China has its own", async () => {
  const before = aws.calls.length;
  const cache = newCache();
  const request = { roles: ["bare"] };
  await ask({ ...request, region: "eu-west-1" }, cache);
  await ask({ ...request, region: "us-east-1" }, cache);
  await ask({ ...request, region: "cn-north-1" }, cache);
  expect(tally(aws.calls.slice(before))).toEqual({ GetAccountAuthorizationDetails: 2 });
});
