import { launchesOf } from "../../../policies/launch/launches";
import type { Properties } from "../../../policies/launch/resource";
import { instance, resource, stackOf } from "./resources";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const MANY = 10_000;

const many = <T>(make: (at: number) => T): readonly T[] => Array.from({ length: MANY }, (_, at) => make(at));
const idOf = (at: number): string => `sg-${String(at)}`;
const group = (at: number, ingress: readonly Properties[]) =>
  resource(GROUP, `g${String(at)}`, { vpcId: "vpc-1", ingress }, { outputs: { id: idOf(at) } });
const tcp = (fromPort: number, toPort: number, rest: Properties) => ({
  protocol: "tcp",
  fromPort,
  toPort,
  ...rest,
});

const cycle = many((at) => group(at, [tcp(22, 22, { securityGroups: [idOf((at + 1) % MANY)] })]));
const web = (ids: readonly string[]) => instance({ vpcSecurityGroupIds: ids });
const rule = (at: number, toPort: number) =>
  resource(RULE, `r${String(at)}`, {
    securityGroupId: idOf(0),
    type: "ingress",
    ...tcp(1 + at * 5, toPort, { cidrBlocks: ["10.0.0.0/8"] }),
  });

it.each([
  ["a cycle of groups, one of them attached", stackOf(web([idOf(0)]), ...cycle)],
  ["a cycle of groups, all of them attached", stackOf(web(many(idOf)), ...cycle)],
  [
    "a group with rules of ports of their own",
    stackOf(web([idOf(0)]), group(0, []), ...many((at) => rule(at, 1 + at * 5))),
  ],
  [
    "a group with rules that lie over one another",
    stackOf(web([idOf(0)]), group(0, []), ...many((at) => rule(at, 60_000))),
  ],
])("10,000 of them take no step that grows with their square: %s", (_, stack) => {
  const before = process.cpuUsage();
  const [launch] = launchesOf(stack);
  expect(launch?.sshIngress.state).toBe("known");
  expect(launch?.network.ingress.state).toBe("known");
  const { user } = process.cpuUsage(before);
  // Some 0.3 s by itself; 10,000 x 10,000 steps take tens of seconds.
  expect(user / 1e6).toBeLessThan(3);
});

it("the spans of ports are those of asking each rule for each port", () => {
  const rules = [
    tcp(20, 30, { cidrBlocks: ["0.0.0.0/0"] }),
    tcp(25, 80, { cidrBlocks: ["10.0.0.0/8"] }),
    tcp(0, 65_535, { protocol: "udp", cidrBlocks: ["0.0.0.0/0"] }),
    tcp(443, 443, { prefixListIds: ["pl-1"] }),
    tcp(443, 443, { self: true }),
  ];
  const [launch] = launchesOf(stackOf(instance({ vpcSecurityGroupIds: [idOf(0)] }), group(0, rules)));
  const spans = launch?.network.ingress.state === "known" ? launch.network.ingress.value : [];
  expect(
    spans.map(({ from, to, access, peers }) => [
      from,
      to,
      access.state === "known" ? access.value : access.state,
      peers,
    ]),
  ).toEqual([
    [0, 19, "closed", []],
    [20, 24, "open", ["world"]],
    [25, 30, "open", ["private-addresses", "world"]],
    [31, 80, "open", ["private-addresses"]],
    [81, 442, "closed", []],
    [443, 443, "open", ["groups", "prefix-list"]],
    [444, 65_535, "closed", []],
  ]);
});
