import { known } from "../../../policies/facts/fact";
import { launchesOf } from "../../../policies/launch/launches";
import { UNKNOWN, type Properties, type StackResource } from "../../../policies/launch/resource";
import { from, instance, keyPair, resource, stackOf, type Extra } from "./resources";

const web = instance();
const other = {
  ...instance({}, {}),
  urn: "urn:pulumi:dev::shop::aws:ec2/instance:Instance::other",
  name: "other",
};
const command = (connection: Properties[string], extra: Extra = {}) =>
  resource("command:remote:Command", "setup", { create: "true", connection }, extra);
const late: Properties = { host: UNKNOWN, user: "ubuntu" };
const eip = (inputs: Properties, extra: Extra = {}) => resource("aws:ec2/eip:Eip", "address", inputs, extra);
const toWeb = eip({ instance: UNKNOWN }, from({ instance: [web] }));

const connectionsOf = (...around: readonly StackResource[]) =>
  launchesOf(stackOf(web, ...around)).find(({ resource: { name } }) => name === "web")?.connections;

test.each<[string, readonly StackResource[]]>([
  ["its address", [command(late, from({ connection: [web] }))]],
  ["its address and the key's", [keyPair(), command(late, from({ connection: [web, keyPair()] }))]],
  ["an Elastic IP that is given to it", [toWeb, command(late, from({ connection: [toWeb] }))]],
  [
    "an address that is known",
    [
      { ...web, outputs: { id: "i-1", publicIp: "192.0.2.1" } },
      command({ host: "192.0.2.1", user: "ubuntu" }),
    ],
  ],
])("a log-in goes to the instance by %s", (_, around) => {
  expect(connectionsOf(...around)).toEqual([
    { resource: expect.objectContaining({ name: "setup" }), user: known("ubuntu", "connection.user") },
  ]);
});

test("by an association of the address, too", () => {
  const address = eip({});
  const association = resource(
    "aws:ec2/eipAssociation:EipAssociation",
    "given",
    { instanceId: UNKNOWN, allocationId: UNKNOWN },
    from({ instanceId: [web], allocationId: [address] }),
  );
  expect(connectionsOf(address, association, command(late, from({ connection: [address] })))).toHaveLength(1);
});

test("a connection that is only known at apply as a whole may go through a proxy: nothing is certain", () => {
  expect(connectionsOf(command(UNKNOWN, from({ connection: [web] })))).toEqual([]);
});

test.each<[string, readonly StackResource[]]>([
  [
    "two instances, one of which may be the way to the other",
    [other, command(late, from({ connection: [web, other] }))],
  ],
  ["a proxy", [command({ ...late, proxy: { host: UNKNOWN } }, from({ connection: [web] }))]],
  [
    "a load balancer besides",
    [
      resource("aws:lb/loadBalancer:LoadBalancer", "lb", {}),
      command(late, from({ connection: [web, resource("aws:lb/loadBalancer:LoadBalancer", "lb", {})] })),
    ],
  ],
  ["a password", [command({ ...late, password: UNKNOWN }, from({ connection: [web] }))]],
  ["an address of nobody's", [command({ host: "192.0.2.9", user: "ubuntu" })]],
  [
    "the empty address of an instance without a public one",
    [
      { ...web, outputs: { id: "i-1", publicIp: "" } },
      command({ host: "", user: "ubuntu" }, from({ connection: [web] })),
    ],
  ],
  ["no host", [command({ user: "ubuntu" }, from({ connection: [web] }))]],
])("%s is no certain log-in", (_, around) => {
  expect(connectionsOf(...around)).toEqual([]);
});
