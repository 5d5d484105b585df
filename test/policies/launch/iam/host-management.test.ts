import { declaredAccount } from "../../../../policies/launch/declared-account";
import { hostManagementBy } from "../../../../policies/launch/iam/host-management";
import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { CORE, from, resource, role, stackOf, trust, type Extra } from "../resources";

const setting = (settingValue: Properties[string], extra: Extra = {}, name = "dhmc") =>
  resource(
    "aws:ssm/serviceSetting:ServiceSetting",
    name,
    { settingId: "/ssm/managed-instance/default-ec2-instance-management-role", settingValue },
    extra,
  );

const ssm = (change: Properties = {}) =>
  role({
    assumeRolePolicy: trust("ssm.amazonaws.com"),
    managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy"],
    ...change,
  });

/** Whether it works, or why its role cannot. */
function told(of: StackResource, ...others: readonly StackResource[]) {
  const { works, lack } = hostManagementBy({ resource: of, stack: stackOf(of, ...others) });
  return lack?.cause ?? (works.state === "known" ? works.value : works.state);
}

it.each<[string, StackResource, readonly StackResource[], boolean | string]>([
  ["off", setting("$None"), [], false],
  ["AWS's own role", setting("service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole"), [], true],
  ["a role of somebody's own from outside the stack", setting("service-role/ours"), [], "unknown"],
  ["a role of the stack", setting("web-role"), [ssm()], true],
  ["the same behind its path", setting("hosts/web-role"), [ssm({ path: "/hosts/" })], true],
  [
    "the same with another policy that has what it needs",
    setting("web-role"),
    [ssm({ managedPolicyArns: [CORE] })],
    true,
  ],
  ["a role by reference", setting(UNKNOWN, from({ settingValue: [ssm()] })), [ssm()], true],
  ["a role that trusts EC2 only", setting("web-role"), [ssm({ assumeRolePolicy: trust() })], "trust"],
  ["a role without the policy", setting("web-role"), [ssm({ managedPolicyArns: [] })], "rights"],
  [
    "a role that may only register",
    setting("web-role"),
    [
      ssm({
        managedPolicyArns: [],
        inlinePolicies: [{ policy: '{"Statement":{"Effect":"Allow","Action":"ssm:*","Resource":"*"}}' }],
      }),
    ],
    "channels",
  ],
  [
    "a role whose policies are known at apply",
    setting("web-role"),
    [ssm({ managedPolicyArns: UNKNOWN })],
    "unknown",
  ],
  [
    "a role's ARN, where its name is due",
    setting("arn:aws:iam::123456789012:role/web-role"),
    [ssm()],
    "unknown",
  ],
  ["a value known at apply", setting(UNKNOWN), [ssm()], "unknown"],
  ["no value", setting(null), [], "absent"],
])("%s", (_, of, others, expected) => {
  expect(told(of, ...others)).toBe(expected);
});

it("is another setting where the id ends otherwise", () => {
  const other = {
    ...setting("x"),
    inputs: { settingId: "/ssm/managed-instance/default-ec2-instance-management-role-x", settingValue: "x" },
  };
  expect(told(other)).toBe("absent");
});

it("tells the account why it cannot work", () => {
  const account = declaredAccount(stackOf(setting("web-role"), ssm({ assumeRolePolicy: trust() })));
  expect(account.defaultHostManagement).toMatchObject({ state: "known", value: false });
  expect(account.defaultHostManagementLack).toMatchObject({ cause: "trust", holder: "web-role" });
});

it("is not known where two settings differ", () => {
  const both = declaredAccount(stackOf(setting("web-role"), setting("$None", {}, "off"), ssm()));
  expect(both.defaultHostManagement.state).toBe("unknown");
});
