import type { ServerResponse } from "node:http";
import { newCache } from "../../../policies/aws/cache";
import { liveCalls } from "../../../policies/aws/calls";
import { fetchHostManagement } from "../../../policies/aws/fetch-setting";
import { fetchNetwork } from "../../../policies/aws/fetch-network";
import { fetchRoles } from "../../../policies/aws/fetch-roles";
import { PATIENCE_MS, useAwsEnvironment } from "../../support/aws-environment";
import { tally } from "../../support/aws-front";
import {
  refuseAs,
  startEc2Endpoint,
  succeed,
  succeedIam,
  succeedJson,
  type Ec2Call,
  type Ec2Endpoint,
} from "../../support/ec2-endpoint";
import { acceptNativeErrors } from "../../support/native-errors";

acceptNativeErrors();

const REGION = "ap-northeast-1";
const SUBNET = `<item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId></item>`;
const GROUP = (id: string) =>
  `<item><groupId>${id}</groupId><groupName>web</groupName><vpcId>vpc-1</vpcId><ipPermissions/><ipPermissionsEgress/></item>`;
const TABLE = (id: string) =>
  `<item><routeTableId>${id}</routeTableId><vpcId>vpc-1</vpcId><routeSet/><associationSet/></item>`;
const ROLE = (name: string, profile: string) =>
  `<member><RoleName>${name}</RoleName><Arn>arn:aws:iam::111122223333:role/${name}</Arn><Path>/</Path><AssumeRolePolicyDocument>%7B%7D</AssumeRolePolicyDocument><RolePolicyList/><AttachedManagedPolicies><member><PolicyName>p</PolicyName><PolicyArn>arn:aws:iam::111122223333:policy/p</PolicyArn></member></AttachedManagedPolicies><InstanceProfileList><member><InstanceProfileName>${profile}</InstanceProfileName><Arn>arn:aws:iam::111122223333:instance-profile/${profile}</Arn><Path>/</Path><Roles/></member></InstanceProfileList></member>`;
const POLICY = `<member><PolicyName>p</PolicyName><Arn>arn:aws:iam::111122223333:policy/p</Arn><PolicyVersionList><member><Document>%7B%22Version%22%3A%222012-10-17%22%7D</Document><IsDefaultVersion>true</IsDefaultVersion></member></PolicyVersionList></member>`;

const LISTS: Readonly<Record<string, string>> = {
  DescribeSubnets: `<subnetSet>${SUBNET}</subnetSet>`,
  DescribeSecurityGroups: `<securityGroupInfo>${GROUP("sg-1")}</securityGroupInfo>`,
  DescribeRouteTables: `<routeTableSet>${TABLE("rtb-1")}</routeTableSet>`,
  DescribeInternetGateways: "<internetGatewaySet/>",
  DescribeNatGateways: "<natGatewaySet/>",
  DescribeVpcEndpoints: "<vpcEndpointSet/>",
  DescribeInstanceConnectEndpoints: "<instanceConnectEndpointSet/>",
};

const actionOf = (call: Ec2Call): string => call.get("Action") ?? "";

function answerWell(call: Ec2Call, response: ServerResponse): void {
  const action = actionOf(call);
  if (action === "GetServiceSetting") {
    succeedJson(response, { ServiceSetting: { SettingValue: "service-role/Managed" } });
  } else if (action === "GetAccountAuthorizationDetails") {
    const roles = call.get("Filter.member.1") === "Role";
    const [role, policy] = roles ? [ROLE("web", "web-profile"), ""] : ["", POLICY];
    succeedIam(
      call,
      response,
      `<IsTruncated>false</IsTruncated><RoleDetailList>${role}</RoleDetailList><Policies>${policy}</Policies>`,
    );
  } else {
    succeed(call, response, LISTS[action] ?? "");
  }
}

let endpoint: Ec2Endpoint | undefined;
let restore: (() => void) | undefined;

afterEach(async () => {
  restore?.();
  await endpoint?.stop();
  endpoint = undefined;
});

async function serve(answer: (call: Ec2Call, response: ServerResponse) => void): Promise<Ec2Endpoint> {
  endpoint = await startEc2Endpoint(answer);
  restore = useAwsEnvironment(endpoint.url);
  return endpoint;
}

/** Answers all actions well but one. */
const serveBut = (action: string, answer: (call: Ec2Call, response: ServerResponse) => void) =>
  serve((call, response) => {
    (actionOf(call) === action ? answer : answerWell)(call, response);
  });

async function askAll(timeLimitMs = PATIENCE_MS) {
  const options = { cache: newCache(), maxAttempts: 1, timeLimitMs };
  const [network, roles, setting] = await Promise.all([
    fetchNetwork(
      { region: REGION, groupIds: ["sg-1"], subnetIds: ["subnet-1"], vpcIds: [], defaultVpc: false },
      options,
    ),
    fetchRoles({ region: REGION, profiles: ["web-profile"], roles: [], policies: [] }, options),
    fetchHostManagement(REGION, options),
  ]);
  const problems = [...new Set([...network.problems, ...roles.problems, ...setting.problems])];
  return { network, roles, setting, problems };
}

/** How much of each kind was learnt. */
const learnt = ({ network, roles, setting }: Awaited<ReturnType<typeof askAll>>) => ({
  subnets: network.subnets.length,
  groups: network.groups.length,
  routeTables: network.routeTables.length,
  roles: roles.roles.length,
  policies: roles.policies.length,
  setting: setting.role.state,
});

const EVERYTHING = { subnets: 1, groups: 1, routeTables: 1, roles: 1, policies: 1, setting: "known" };
const NOTHING = { subnets: 0, groups: 0, routeTables: 0, roles: 0, policies: 0, setting: "unknown" };

test("all of it is learnt where AWS answers", async () => {
  await serve(answerWell);
  const answer = await askAll();
  expect(answer.problems).toEqual([]);
  expect(learnt(answer)).toEqual(EVERYTHING);
  expect(answer.setting.role).toMatchObject({ value: "service-role/Managed" });
  expect(answer.roles.policies).toMatchObject([{ document: '{"Version":"2012-10-17"}' }]);
});

test.each([
  ["ec2", "DescribeSecurityGroups", "UnauthorizedOperation", { groups: 0 }],
  ["ec2", "DescribeRouteTables", "UnauthorizedOperation", { routeTables: 0 }],
  // Without the subnet its VPC is not known.
  ["ec2", "DescribeSubnets", "UnauthorizedOperation", { subnets: 0, routeTables: 0 }],
  ["iam", "GetAccountAuthorizationDetails", "AccessDenied", { roles: 0, policies: 0 }],
  ["ssm", "GetServiceSetting", "AccessDeniedException", { setting: "unknown" }],
])("%s:%s denied (%s) is named, and takes nothing else with it", async (service, action, code, missing) => {
  await serveBut(action, (call, response) => {
    refuseAs(call, response, service === "ssm" ? 400 : 403, code);
  });
  const answer = await askAll();
  expect(learnt(answer)).toEqual({ ...EVERYTHING, ...missing });
  expect(answer.problems).toEqual([
    `${service}:${action} was denied in ${REGION}: grant it or switch live look-ups off.`,
  ]);
});

test.each([
  ["Throttling", "AWS throttled"],
  ["ThrottlingException", "AWS throttled"],
  ["RequestLimitExceeded", "AWS throttled"],
])("%s is told as such, by call", async (code, text) => {
  await serve((call, response) => {
    refuseAs(call, response, 400, code);
  });
  const answer = await askAll();
  expect(learnt(answer)).toEqual(NOTHING);
  expect(answer.problems.length).toBeGreaterThan(2);
  expect(answer.problems.every((problem) => problem.startsWith(text))).toBe(true);
  expect(JSON.stringify(answer.problems)).not.toMatch(/AKIA|111122223333|somebody/u);
});

test.each(["ExpiredToken", "ExpiredTokenException"])("%s is told once for all services", async (code) => {
  await serve((call, response) => {
    refuseAs(call, response, 400, code);
  });
  const answer = await askAll();
  expect(learnt(answer)).toEqual(NOTHING);
  expect(answer.problems).toEqual([expect.stringContaining("credentials have expired")]);
});

test("expired credentials are not tried on the next round", async () => {
  const { calls } = await serve((call, response) => {
    refuseAs(call, response, 400, "ExpiredToken");
  });
  await askAll();
  expect(tally(calls)).toEqual({
    DescribeSubnets: 1,
    GetAccountAuthorizationDetails: 1,
    GetServiceSetting: 1,
  });
});

test("a region that is not enabled is named with the service that does not answer in it", async () => {
  await serveBut("GetServiceSetting", (call, response) => {
    refuseAs(call, response, 400, "OptInRequired");
  });
  const answer = await askAll();
  expect(answer.problems).toEqual([expect.stringContaining(`SSM does not answer in ${REGION}`)]);
});

test.each(["DescribeSecurityGroups", "DescribeRouteTables"])(
  "an answer of %s that breaks off is no answer",
  async (action) => {
    await serveBut(action, (call, response) => {
      response.writeHead(200, { "content-type": "text/xml" });
      response.end(`<${action}Response><requestId>r</requestId>${(LISTS[action] ?? "").slice(0, -30)}`);
    });
    const answer = await askAll();
    const kind = action === "DescribeRouteTables" ? "routeTables" : "groups";
    expect(learnt(answer)).toEqual({ ...EVERYTHING, [kind]: 0 });
    expect(answer.problems).toEqual([expect.stringContaining(`ec2:${action} failed in ${REGION}`)]);
  },
);

test.each(Object.keys(LISTS))(
  "an answer of %s that lacks its list does not say that there is nothing",
  async (action) => {
    await serveBut(action, (call, response) => {
      succeed(call, response, "<note>welcome to the guest network</note>");
    });
    const { problems } = await askAll();
    expect(problems).toEqual([expect.stringContaining(`ec2:${action} failed in ${REGION}`)]);
  },
);

test("the pages before one that fails do not count", async () => {
  await serveBut("DescribeRouteTables", (call, response) => {
    if (call.get("NextToken") !== null) {
      refuseAs(call, response, 500, "InternalError");
      return;
    }
    const page = `<routeTableSet>${TABLE("rtb-1")}</routeTableSet><nextToken>more</nextToken>`;
    succeed(call, response, page);
  });
  const answer = await askAll();
  expect(learnt(answer)).toEqual({ ...EVERYTHING, routeTables: 0 });
  expect(answer.problems).toHaveLength(1);
});

test("all pages count where all arrive", async () => {
  await serveBut("DescribeRouteTables", (call, response) => {
    const [table, rest] =
      call.get("NextToken") === null ? ["rtb-1", "<nextToken>more</nextToken>"] : ["rtb-2", ""];
    succeed(call, response, `<routeTableSet>${TABLE(table)}</routeTableSet>${rest}`);
  });
  expect(learnt(await askAll())).toMatchObject({ routeTables: 2 });
});

const page = (roles: string, marker: string) =>
  `<IsTruncated>${String(marker !== "")}</IsTruncated>${marker === "" ? "" : `<Marker>${marker}</Marker>`}<RoleDetailList>${roles}</RoleDetailList><Policies/>`;

test("IAM's pages are a thousand long, and are read until the role was found", async () => {
  const { calls } = await serveBut("GetAccountAuthorizationDetails", (call, response) => {
    if (call.get("Filter.member.1") !== "Role") {
      answerWell(call, response);
      return;
    }
    const at = call.get("Marker") ?? "1";
    const roles = at === "2" ? ROLE("web", "web-profile") : ROLE(`other-${at}`, `other-${at}`);
    succeedIam(call, response, page(roles, String(Number(at) + 1)));
  });
  const answer = await askAll();
  expect(learnt(answer)).toEqual(EVERYTHING);
  const asked = calls.filter((call) => call.get("Filter.member.1") === "Role");
  expect(asked.map((call) => [call.get("Marker"), call.get("MaxItems")])).toEqual([
    [null, "1000"],
    ["2", "1000"],
  ]);
});

test("a role on a page before one that fails does not count where another is still wanted", async () => {
  await serve((call, response) => {
    if (call.get("Marker") !== null) refuseAs(call, response, 500, "ServiceFailure");
    else succeedIam(call, response, page(ROLE("web", "web-profile"), "2"));
  });
  const { roles, problems } = await fetchRoles(
    { region: REGION, profiles: ["web-profile", "late"], roles: [], policies: [] },
    { cache: newCache(), maxAttempts: 1, timeLimitMs: PATIENCE_MS },
  );
  expect(roles).toEqual([]);
  expect(problems).toEqual([expect.stringContaining("iam:GetAccountAuthorizationDetails failed")]);
});

test("an AWS that never answers costs the time limit once, whatever the number of rounds and services", async () => {
  const { calls } = await serve(() => undefined);
  const answer = await askAll(800);
  // One question of each service is on its way when the time is over, and no round follows.
  expect(Object.values(tally(calls)).every((count) => count === 1)).toBe(true);
  expect(learnt(answer)).toEqual(NOTHING);
  expect(answer.problems).toEqual([expect.stringContaining("did not answer in time")]);
});

test("the time that the first rounds took is taken from the next ones", async () => {
  const timeLimitMs = PATIENCE_MS;
  const cache = newCache();
  await serve((call, response) => {
    // As though AWS had taken all the time that there is.
    cache.spentMs = timeLimitMs;
    answerWell(call, response);
  });
  const options = { cache, maxAttempts: 1, timeLimitMs };
  const request = {
    region: REGION,
    groupIds: ["sg-1"],
    subnetIds: ["subnet-1"],
    vpcIds: [],
    defaultVpc: false,
  };
  const network = await fetchNetwork(request, options);
  expect(endpoint?.calls.map(actionOf)).toEqual(["DescribeSubnets"]);
  expect(network.subnets).toHaveLength(1);
  expect(network.problems).toEqual([expect.stringContaining("did not answer in time")]);
  // Nothing is left, and so nothing is sent.
  const before = endpoint?.calls.length;
  expect((await fetchNetwork({ ...request, region: "eu-west-1" }, options)).subnets).toEqual([]);
  expect(endpoint?.calls).toHaveLength(before ?? -1);
});

test("every published permission is one of a call that the code makes", async () => {
  const { calls } = await serve(answerWell);
  await askAll();
  const made = new Set(calls.map(actionOf));
  // Those about a launch's own names are tested with it.
  for (const own of [
    "DescribeImages",
    "DescribeInstanceTypes",
    "DescribeKeyPairs",
    "GetSerialConsoleAccessStatus",
  ])
    made.add(own);
  expect([...made].sort()).toEqual(liveCalls.map(({ action }) => action.split(":")[1]).sort());
});
