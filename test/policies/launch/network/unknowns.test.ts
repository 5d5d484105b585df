import { growth } from "../../../support/counted-stack";
import { launchesOf } from "../../../../policies/launch/launches";
import type { Launch } from "../../../../policies/launch/launch";
import { UNKNOWN, type PropertyValue, type StackResource } from "../../../../policies/launch/resource";
import { everything, stackOf } from "../resources";
import { goodOf, instanceIn, MODES, SSH, type Mode } from "./good-network";
import fc from "../../../support/fast-check";

/** A network with one of each thing that is read, and a launch in each of its subnets. */
function whole(mode: Mode): readonly StackResource[] {
  const good = goodOf(mode);
  const { parts, make, id, inVpc } = good;
  const inPrivate = { subnetId: [parts.privateSubnet], securityGroupIds: [parts.access] };
  const entry = {
    protocol: "-1",
    ruleNo: 100,
    action: "allow",
    cidrBlock: "0.0.0.0/0",
    fromPort: 0,
    toPort: 0,
  };
  const endpoint = (service: string) =>
    inVpc(
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      service,
      {
        serviceName: `com.amazonaws.eu-west-1.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: [id(parts.privateSubnet)],
        securityGroupIds: [id(parts.access)],
      },
      { subnetIds: [parts.privateSubnet], securityGroupIds: [parts.access] },
    );
  return [
    ...Object.values(parts),
    endpoint("ssm"),
    endpoint("ssmmessages"),
    make(
      "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
      "endpoint",
      { subnetId: id(parts.privateSubnet), securityGroupIds: [id(parts.access)], preserveClientIp: false },
      inPrivate,
    ),
    inVpc(
      "aws:ec2/networkAcl:NetworkAcl",
      "acl",
      { subnetIds: [id(parts.publicSubnet)], ingress: [entry], egress: [entry] },
      { subnetIds: [parts.publicSubnet] },
    ),
    inVpc("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
      ingress: [SSH],
      egress: [everything],
    }),
    make(
      "aws:ec2/route:Route",
      "route",
      {
        routeTableId: id(parts.privateTable),
        destinationCidrBlock: "10.9.0.0/16",
        natGatewayId: id(parts.nat),
      },
      { routeTableId: [parts.privateTable], natGatewayId: [parts.nat] },
    ),
    ...[parts.publicSubnet, parts.privateSubnet].map((subnet, index) => {
      const web = instanceIn(good, subnet, index === 0 ? [parts.access] : []);
      return { ...web, urn: `${web.urn}-${subnet.name}`, name: subnet.name };
    }),
  ];
}

/** What a launch's network says for certain. */
const certain = ({ network, sshIngress, httpsEgress }: Launch): readonly string[] => [
  ...Object.entries(network).flatMap(([name, { state }]) =>
    state === "open" || state === "closed" ? [`${name} ${state}`] : [],
  ),
  ...Object.entries({ sshIngress, httpsEgress }).flatMap(([name, fact]) =>
    fact.state === "known" ? [`${name} ${fact.value}`] : [],
  ),
];

const properties = (mode: Mode) =>
  whole(mode).flatMap((each) =>
    Object.keys(each.inputs ?? {}).map((property): [string, string, string] => [
      each.name,
      property,
      each.urn,
    ]),
  );

describe.each(MODES)("in a network of %s", (mode) => {
  const good = whole(mode);
  const before = new Map(
    launchesOf(stackOf(...good)).map((launch) => [launch.resource.urn, certain(launch)]),
  );

  it.each(properties(mode))("of %s, an unknown %s makes nothing else certain", (_, property, urn) => {
    const changed = good.map((each): StackResource =>
      // Nothing tells what it stands for either.
      each.urn === urn
        ? {
            ...each,
            inputs: { ...each.inputs, [property]: UNKNOWN },
            propertyDependencies: withoutKey(each, property),
          }
        : each,
    );
    for (const launch of launchesOf(stackOf(...changed)))
      expect(before.get(launch.resource.urn)).toEqual(expect.arrayContaining([...certain(launch)]));
  });

  it.each(good.map((each): [string, string] => [`${each.type} ${each.name}`, each.urn]))(
    "%s may be missing",
    (_, urn) => {
      const rest = good.filter((each) => each.urn !== urn);
      expect(launchesOf(stackOf(...rest)).length).toBeGreaterThan(0);
    },
  );
});

const withoutKey = (
  { propertyDependencies }: StackResource,
  key: string,
): StackResource["propertyDependencies"] =>
  Object.fromEntries(Object.entries(propertyDependencies).filter(([name]) => name !== key));

it("resources that refer to each other in a circle are followed once", () => {
  const good = whole("made now");
  const urns = good.map(({ urn }) => urn);
  const tangled = good.map((each) => ({
    ...each,
    propertyDependencies: Object.fromEntries(Object.keys(each.inputs ?? {}).map((name) => [name, urns])),
  }));
  expect(launchesOf(stackOf(...tangled))).toHaveLength(2);
});

const anyValue = fc.letrec<{ value: PropertyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<PropertyValue>(
      UNKNOWN,
      null,
      true,
      "",
      22,
      "-1",
      "0.0.0.0/0",
      "::/0",
      "10.0.0.0/40",
      "id-main",
      "id-public",
    ),
    fc.string(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        "cidrBlock",
        "gatewayId",
        "natGatewayId",
        "securityGroups",
        "protocol",
        "fromPort",
        "ruleNo",
        "action",
      ),
      tie("value"),
      { maxKeys: 4 },
    ),
  ),
})).value;

it.each(MODES)("no shape of a property of a network of %s makes reading throw", (mode) => {
  const good = whole(mode);
  const changes = fc.array(fc.tuple(fc.constantFrom(...properties(mode)), anyValue), { maxLength: 8 });
  fc.assert(
    fc.property(changes, (list) => {
      const changed = good.map((each): StackResource => ({
        ...each,
        inputs: {
          ...each.inputs,
          ...Object.fromEntries(
            list.flatMap(([[, name, urn], value]) => (urn === each.urn ? [[name, value]] : [])),
          ),
        },
      }));
      expect(launchesOf(stackOf(...changed))).toHaveLength(2);
    }),
    { numRuns: 200 },
  );
});

it("a network of hundreds of subnets and thousands of launches is read once for each of them", () => {
  const good = goodOf("made now");
  const { parts, inVpc, association } = good;
  const stackOfShare = (share: number) => {
    const subnets = Array.from({ length: 200 * share }, (_, index) => {
      const subnet = inVpc("aws:ec2/subnet:Subnet", `subnet-${String(index)}`, {});
      return [subnet, association(`association-${String(index)}`, subnet, parts.privateTable)] as const;
    });
    const launches = Array.from({ length: 2000 * share }, (_, index) => {
      const [subnet] = subnets[index % subnets.length] ?? [parts.privateSubnet];
      const web = instanceIn(good, subnet, [parts.access]);
      return { ...web, urn: `web-${String(index)}` };
    });
    return stackOf(...Object.values(parts), ...subnets.flat(), ...launches);
  };
  expect(launchesOf(stackOfShare(1))).toHaveLength(2000);
  expect(growth(stackOfShare, launchesOf)).toBeLessThan(5.5);
});
