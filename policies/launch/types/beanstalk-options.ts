import { isList, isObject } from "../read";
import { UNKNOWN, type Properties, type PropertyValue } from "../resource";
import { splitTexts } from "./split-texts";

const LAUNCH = "aws:autoscaling:launchconfiguration";
const NETWORK = "aws:ec2:vpc";
const INSTANCES = "aws:ec2:instances";

/** Options by what an instance calls them ("General options for all environments", Elastic Beanstalk developer guide). */
const TEXTS = {
  keyName: [LAUNCH, "EC2KeyName"],
  iamInstanceProfile: [LAUNCH, "IamInstanceProfile"],
  imageId: [LAUNCH, "ImageId"],
  instanceType: [LAUNCH, "InstanceType"],
  associatePublicIpAddress: [NETWORK, "AssociatePublicIpAddress"],
  enableSpot: [INSTANCES, "EnableSpot"],
} as const;

const LISTS = {
  securityGroups: [LAUNCH, "SecurityGroups"],
  subnets: [NETWORK, "Subnets"],
  instanceTypes: [INSTANCES, "InstanceTypes"],
} as const;

/** An environment's `settings` as an instance would have them; `undefined` where nobody saw them. */
export function optionsOf(inputs: Properties | undefined): Properties | undefined {
  if (inputs === undefined || inputs.settings === UNKNOWN) return undefined;
  const settings = isList(inputs.settings) ? inputs.settings : [];
  // What a template of the application says is not looked at.
  const fromTemplate = inputs.templateName !== undefined && inputs.templateName !== null;
  const option = ([namespace, name]: readonly [string, string]): PropertyValue =>
    lastOf(settings, namespace, name, fromTemplate);
  const list = (value: PropertyValue): PropertyValue => (value === UNKNOWN ? UNKNOWN : splitTexts([value]));
  return {
    ...Object.fromEntries(Object.entries(TEXTS).map(([property, names]) => [property, option(names)])),
    ...Object.fromEntries(Object.entries(LISTS).map(([property, names]) => [property, list(option(names))])),
  };
}

/** The value of an option: the last that is written, or unknown where some setting may be it. */
function lastOf(
  settings: readonly PropertyValue[],
  namespace: string,
  name: string,
  fromTemplate: boolean,
): PropertyValue {
  let value: PropertyValue = fromTemplate ? UNKNOWN : null;
  for (const setting of settings) {
    if (!isObject(setting)) {
      value = UNKNOWN;
      continue;
    }
    const { namespace: given = null, name: called = null } = setting;
    if (given === namespace && called === name) value = setting.value ?? null;
    else if (mayBe(given, namespace) && mayBe(called, name)) value = UNKNOWN;
  }
  return value;
}

const mayBe = (value: PropertyValue, text: string): boolean => value === text || value === UNKNOWN;
