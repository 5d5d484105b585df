import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { newCache, type LookupCache } from "../../../policies/aws/cache";
import { explainFailure } from "../../../policies/aws/failure";
import { fetchAccount } from "../../../policies/aws/fetch-account";
import { fetchNetwork } from "../../../policies/aws/fetch-network";
import { fetchRoles } from "../../../policies/aws/fetch-roles";
import { fetchHostManagement } from "../../../policies/aws/fetch-setting";
import { PATIENCE_MS, useAwsEnvironment } from "../../support/aws-environment";
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
const REGION = "eu-west-1";
const MIB = 1024 * 1024;
const TOO_MUCH = `AWS answered more in ${REGION} than is taken in: what was asked is unknown; state it in the settings or switch live look-ups off.`;

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

const options = (cache: LookupCache) => ({ cache, maxAttempts: 1, timeLimitMs: PATIENCE_MS });

const askNetwork = (cache = newCache(), region = REGION) =>
  fetchNetwork(
    { region, groupIds: ["sg-1"], subnetIds: [], vpcIds: ["vpc-1"], defaultVpc: false },
    options(cache),
  );
const askRoles = (cache = newCache()) =>
  fetchRoles({ region: REGION, profiles: [], roles: ["web"], policies: [] }, options(cache));
const askAccount = (cache = newCache()) =>
  fetchAccount(
    {
      region: REGION,
      imageIds: ["ami-1"],
      keyNames: ["ops"],
      instanceTypes: ["t3.micro"],
      serialConsole: true,
    },
    options(cache),
  );

/** Sends until the other side has had enough, and counts what it took. */
function sendEndlessly(
  response: ServerResponse,
  head: string,
  chunk: string,
): { readonly sent: () => number } {
  let sent = 0;
  const body = Readable.from(
    (function* () {
      yield head;
      for (;;) {
        sent += chunk.length;
        yield chunk;
      }
    })(),
  );
  response.on("close", () => body.destroy());
  body.pipe(response);
  return { sent: () => sent };
}

const HEADS: Readonly<Record<string, string>> = {
  "an answer": "<DescribeSecurityGroupsResponse><securityGroupInfo>",
  "an error": "<Response><Errors><Error><Code>",
};

describe.each([
  ["an answer", 200],
  ["an error", 400],
])("%s without an end", (what, status) => {
  it("is taken in to its bound, and no further", async () => {
    let stream: { readonly sent: () => number } | undefined;
    await serve((call, response) => {
      if (call.get("GroupName") !== null || call.get("Action") !== "DescribeSecurityGroups") {
        refuseAs(call, response, 403, "UnauthorizedOperation");
        return;
      }
      response.writeHead(status, { "content-type": "text/xml" });
      stream = sendEndlessly(response, HEADS[what] ?? "", `<item>${"x".repeat(65_536)}</item>`);
    });
    const cache = newCache();
    const network = await askNetwork(cache);
    expect(network.groups).toEqual([]);
    expect(network.problems).toContain(TOO_MUCH);
    // What stands in the sockets' own buffers comes on top.
    expect(cache.taken.bytes).toBeLessThan(33 * MIB);
    expect(stream?.sent()).toBeLessThan(64 * MIB);
  });
});

it("is told once, whatever number of questions it was the answer to", async () => {
  await serve((_, response) => {
    response.writeHead(200, { "content-type": "text/xml" });
    sendEndlessly(response, "<Response>", "<item/>".repeat(10_000));
  });
  const cache = newCache();
  const [account, network, roles, setting] = await Promise.all([
    askAccount(cache),
    askNetwork(cache),
    askRoles(cache),
    fetchHostManagement(REGION, options(cache)),
  ]);
  const problems = [account, network, roles, setting].flatMap((each) => each.problems);
  expect([...new Set(problems)]).toEqual([TOO_MUCH]);
  expect([account.image("ami-1").state, account.serialConsole().state]).toEqual(["unknown", "unknown"]);
  expect(setting.role).toMatchObject({ state: "unknown", why: "AWS answered more than is taken in" });
});

it("what a preview takes in is bounded, also where each answer for itself is not too long", async () => {
  const { calls } = await serve((call, response) => {
    succeed(call, response, `<securityGroupInfo/><subnetSet/><!--${"x".repeat(6 * MIB)}-->`);
  });
  const cache = newCache();
  for (let at = 0; at < 20; at += 1) await askNetwork(cache, `eu-west-${String(at)}`);
  expect(calls.length).toBeLessThan(20);
  expect(cache.taken.bytes).toBeLessThan(64 * MIB);
});

const GROUP = `<item><groupId>sg-1</groupId><vpcId>vpc-1</vpcId><ipPermissions/><ipPermissionsEgress/></item>`;
/** Answers about the groups that are named; what else is asked is there, and empty. */
const answerGroups = (answer: (call: Ec2Call, response: ServerResponse) => void) =>
  serve((call, response) => {
    const named = call.get("Filter.1.Name") === "group-id";
    if (named) answer(call, response);
    else if (call.get("Action") === "DescribeSecurityGroups") succeed(call, response, "<securityGroupInfo/>");
    else refuseAs(call, response, 403, "UnauthorizedOperation");
  });

it("a page that lists more than is taken in is none", async () => {
  await answerGroups((call, response) => {
    succeed(call, response, `<securityGroupInfo>${"<item/>".repeat(10_001)}</securityGroupInfo>`);
  });
  const network = await askNetwork();
  expect(network.groups).toEqual([]);
  expect(network.problems).toContain(TOO_MUCH);
});

it("a page of as many as IAM lists is one, however full", async () => {
  const document = "%7B%22Version%22%3A%222012-10-17%22%7D".repeat(50);
  const role = (name: string) =>
    `<member><RoleName>${name}</RoleName><Arn>arn:aws:iam::111122223333:role/${name}</Arn><AssumeRolePolicyDocument>${document}</AssumeRolePolicyDocument><RolePolicyList/><AttachedManagedPolicies/><InstanceProfileList/></member>`;
  await serve((call, response) => {
    const page = Number(call.get("Marker") ?? "1");
    const roles = Array.from({ length: 1_000 }, (_, at) =>
      role(page === 5 && at === 999 ? "web" : `r${String(at)}`),
    );
    succeedIam(
      call,
      response,
      `<IsTruncated>${String(page < 5)}</IsTruncated>${page < 5 ? `<Marker>${String(page + 1)}</Marker>` : ""}<RoleDetailList>${roles.join("")}</RoleDetailList><Policies/>`,
    );
  });
  const { roles, problems } = await askRoles();
  expect(problems).toEqual([]);
  expect(roles).toMatchObject([{ name: "web" }]);
});

it.each([
  ["a new token each time", (at: number) => String(at), TOO_MUCH, 101],
  ["the same token again", () => "again", `ec2:DescribeSecurityGroups failed in ${REGION} (Error)`, 3],
  [
    "tokens in a circle",
    (at: number) => String(at % 3),
    `ec2:DescribeSecurityGroups failed in ${REGION} (Error)`,
    5,
  ],
])("pages that never end are not followed for long: %s", async (_, tokenAt, problem, most) => {
  let asked = 0;
  await answerGroups((call, response) => {
    succeed(
      call,
      response,
      `<securityGroupInfo>${GROUP}</securityGroupInfo><nextToken>${tokenAt(asked++)}</nextToken>`,
    );
  });
  const network = await askNetwork();
  expect(network.groups).toEqual([]);
  expect(network.problems).toContainEqual(expect.stringContaining(problem));
  expect(asked).toBeLessThanOrEqual(most);
});

it("all pages of a preview together are bounded, and then nothing more is asked", async () => {
  let asked = 0;
  const { calls } = await serve((call, response) => {
    if (call.get("Action") === "GetServiceSetting")
      succeedJson(response, { ServiceSetting: { SettingValue: "$None" } });
    else if (call.get("Action") === "GetAccountAuthorizationDetails") {
      const token = String(asked++);
      succeedIam(
        call,
        response,
        `<IsTruncated>true</IsTruncated><Marker>${token}</Marker><RoleDetailList/><Policies/>`,
      );
    } else
      succeed(call, response, `<subnetSet/><securityGroupInfo/><nextToken>${String(asked++)}</nextToken>`);
  });
  const cache = newCache();
  for (const region of ["eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1"]) await askNetwork(cache, region);
  const before = calls.length;
  expect(before).toBeLessThanOrEqual(320);
  const roles = await askRoles(cache);
  expect(calls).toHaveLength(before);
  expect(roles.problems).toEqual([TOO_MUCH]);
});

it("an answer that comes drop by drop is cut off by the time limit, and its connection closed", async () => {
  const closed: Promise<void>[] = [];
  await serve((_, response) => {
    response.writeHead(200, { "content-type": "text/xml" });
    response.write("<DescribeSecurityGroupsResponse>");
    const timer = setInterval(() => response.write("<item/>"), 10);
    closed.push(
      new Promise((done) => {
        response.on("close", () => {
          clearInterval(timer);
          done();
        });
      }),
    );
  });
  const { problems } = await fetchNetwork(
    { region: REGION, groupIds: ["sg-1"], subnetIds: [], vpcIds: [], defaultVpc: false },
    { cache: newCache(), maxAttempts: 1, timeLimitMs: 5_000 },
  );
  expect(problems).toEqual([expect.stringContaining("did not answer in time")]);
  expect(closed.length).toBe(1);
  await Promise.all(closed);
});

it.each([
  "<a>".repeat(200_000),
  `<!DOCTYPE x [<!ENTITY a "${"a".repeat(1_000)}"><!ENTITY b "${"&a;".repeat(1_000)}">]><r>${"&b;".repeat(1_000)}</r>`,
])("what no reader of XML gets through is unknown", async (body) => {
  await answerGroups((_, response) => {
    response.writeHead(200, { "content-type": "text/xml" });
    response.end(body);
  });
  const network = await askNetwork();
  expect(network.groups).toEqual([]);
  expect(network.problems).toContainEqual(expect.stringContaining("ec2:DescribeSecurityGroups failed"));
});

describe.each(["toString", "constructor", "__proto__", "hasOwnProperty", "valueOf"])(
  "an error code %s",
  (code) => {
    it("is one like any other, whichever call it answers", async () => {
      await serve((call, response) => {
        refuseAs(call, response, 400, code);
      });
      const cache = newCache();
      const all = [
        await askAccount(cache),
        await askNetwork(cache),
        await askRoles(cache),
        await fetchHostManagement(REGION, options(cache)),
      ];
      for (const { problems } of all) {
        expect(problems.length).toBeGreaterThan(0);
        for (const problem of problems)
          expect(problem).toMatch(
            / failed in eu-west-1 \(an error of another kind\): nothing was learnt from it\.$/u,
          );
      }
    });

    it.each(["code", "Code", "name"])("is none that is known as the error's %s", (key) => {
      const error = Object.assign(new Error("m"), { [key]: code });
      expect(explainFailure(error, "ec2:DescribeImages", REGION)).toMatchObject({ cause: "other" });
    });
  },
);
