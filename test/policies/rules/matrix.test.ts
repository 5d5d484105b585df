import { noLookups } from "../../../policies/aws/account";
import { judgeLaunch, judgeUserData } from "../../../policies/judging/judge";
import { defaultSettings, type Settings } from "../../../policies/judging/settings";
import { declaredAccount } from "../../../policies/launch/declared-account";
import { launchAlone, launchesOf } from "../../../policies/launch/launches";
import {
  UNKNOWN,
  type Properties,
  type PropertyValue,
  type StackResource,
} from "../../../policies/launch/resource";
import { launchTypes } from "../../../policies/launch/types/table";
import { rules } from "../../../policies/rules/index";
import {
  attachment,
  from,
  group,
  profile,
  resource,
  role,
  securityGroup,
  stackOf,
  tokens,
} from "../launch/resources";
import { launchesOfTemplates, launchesOfTheirOwn } from "./matrix-launches";

/**
 * Every rule over every resource type, with each property known, left out and only known at apply, in every combination:
 * none throws, and what a rule says with an unknown it says whatever the value turns out to be.
 */

type Property = "keyName" | "userData" | "profile" | "image" | "groups" | "type";
type Choice = Readonly<Record<Property, string>>;

const CHOICES: Readonly<Record<Property, readonly string[]>> = {
  keyName: ["known", "absent", "unknown"],
  userData: ["shuts", "harmless", "absent", "unknown"],
  profile: ["grants", "absent", "unknown"],
  image: ["ubuntu", "windows", "unknown"],
  groups: ["open", "closed", "absent", "unknown"],
  type: ["t3.micro", "t2.micro", "unknown"],
};
const PROPERTIES = Object.keys(CHOICES) as readonly Property[];
const SCRIPTS: Readonly<Record<string, string>> = {
  shuts: "#!/bin/sh\nuserdel -r ubuntu\n",
  harmless: "#!/bin/sh\ntrue\n",
};
// A key name that is written turns out to be some name, so a log-in that is shut stays shut.
const canTurnOut = (property: Property): readonly string[] =>
  CHOICES[property].filter((value) => value !== "unknown" && !(property === "keyName" && value === "absent"));
const settings: Settings = {
  ...defaultSettings,
  images: {
    "ami-ubuntu": { family: "ubuntu", agent: true, instanceConnect: true },
    "ami-windows": { family: "windows" },
  },
};

const open = securityGroup({}, {}, "open");
const closed = securityGroup({ ingress: [] }, {}, "closed");
const around: readonly StackResource[] = [profile(), role(), attachment(), open, closed];

/** Left out where a choice is `absent`. */
const written = (choice: string, value: PropertyValue): PropertyValue | undefined =>
  choice === "absent" ? undefined : choice === "unknown" ? UNKNOWN : value;

function inputsOf(
  choice: Choice,
  names: { readonly image: string; readonly groups: string },
  isTemplate: boolean,
): Properties {
  const script = SCRIPTS[choice.userData] ?? "";
  const userData = isTemplate ? Buffer.from(script).toString("base64") : script;
  const all: Readonly<Record<string, PropertyValue | undefined>> = {
    keyName: written(choice.keyName, "ops"),
    userData: written(choice.userData, userData),
    iamInstanceProfile: written(choice.profile, isTemplate ? { name: "web-profile" } : "web-profile"),
    [names.image]: written(choice.image, `ami-${choice.image}`),
    [names.groups]: written(choice.groups, [UNKNOWN]),
    instanceType: written(choice.type, choice.type),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function dependencies(choice: Choice, groups: string): ReturnType<typeof from> {
  const named = choice.groups === "open" ? [open] : choice.groups === "closed" ? [closed] : [];
  return from(named.length === 0 ? {} : { [groups]: named });
}

/** The resources that make a launch of one type. */
function launchOf(token: string, choice: Choice): readonly StackResource[] {
  const instanceLike = { image: "ami", groups: "vpcSecurityGroupIds" };
  const templateLike = { image: "imageId", groups: "vpcSecurityGroupIds" };
  const configurationLike = { image: "imageId", groups: "securityGroups" };
  const make = (type: string, names: typeof instanceLike): StackResource =>
    resource(
      type,
      "subject",
      inputsOf(choice, names, type === tokens.template),
      dependencies(choice, names.groups),
    );
  switch (token) {
    case tokens.instance:
    case tokens.spot:
      return [make(token, instanceLike)];
    case tokens.template:
      return [make(token, templateLike)];
    case tokens.configuration:
      return [make(token, configurationLike)];
    case tokens.group: {
      const template = make(tokens.template, templateLike);
      const launchTemplate: Properties = { id: UNKNOWN, version: "$Latest" };
      return [template, group({ launchTemplate }, from({ launchTemplate: [template] }))];
    }
    default:
      return otherLaunch(token, choice, () => make(tokens.template, templateLike));
  }
}

/** Types that call these properties otherwise, or leave them to a template. */
function otherLaunch(
  token: string,
  choice: Choice,
  makeTemplate: () => StackResource,
): readonly StackResource[] {
  const own = launchesOfTheirOwn[token];
  const names = { image: "ami", groups: "vpcSecurityGroupIds" };
  if (own !== undefined) {
    const urns = Object.values(dependencies(choice, names.groups).propertyDependencies).flat();
    return [
      own(
        inputsOf(choice, names, false),
        [open, closed].filter(({ urn }) => urns.includes(urn)),
      ),
    ];
  }
  const ofTemplate = launchesOfTemplates[token];
  if (ofTemplate === undefined)
    throw new Error(`${token} is a launch type that this matrix does not make: teach it`);
  const template = makeTemplate();
  return [template, ofTemplate(template)];
}

/** Ids of the rules that have something to say. Rules are asked without the net that catches what they throw. */
function speaking(token: string, choice: Choice): ReadonlySet<string> {
  const resources = launchOf(token, choice);
  const stack = stackOf(...around, ...resources);
  const alone = resources
    .flatMap((each) => launchAlone(each) ?? [])
    .map((launch) => judgeUserData(launch, settings, noLookups()));
  const whole = launchesOf(stack).map((launch) =>
    judgeLaunch(launch, declaredAccount(stack), settings, noLookups()),
  );
  const spoken = rules.filter((rule) => {
    const options = rule.options?.parse({}) ?? {};
    switch (rule.judges) {
      case "user-data":
        return alone.some((subject) => rule.check(subject, options).length > 0);
      case "launch":
        return whole.some((subject) => rule.check(subject, options).length > 0);
      case "resource":
        return resources
          .filter(({ type }) => rule.types.includes(type))
          .some((each) => rule.check({ judges: "resource", resource: each }, options).length > 0);
    }
  });
  return new Set(spoken.map(({ id }) => id));
}

const keyOf = (choice: Choice): string => PROPERTIES.map((property) => choice[property]).join(" ");

const combinations: readonly Choice[] = PROPERTIES.reduce<readonly Choice[]>(
  (all, property) =>
    all.flatMap((choice) => CHOICES[property].map((value) => ({ ...choice, [property]: value }))),
  [{} as Choice],
);

/** Findings that stand until something is proven, by the property that could prove it. */
const STANDS: Readonly<Partial<Record<Property, readonly string[]>>> = {
  // An image that nobody knows is taken for the one that its user data is about: these explain, and never block.
  image: rules.filter(({ judges }) => judges === "user-data").map(({ id }) => id),
  // What is shut is shut; only another way that is proven open shows that it is meant.
  profile: ["login-shut", "key-pair-missing", "repair-blocked"],
  userData: ["repair-blocked"],
  groups: ["login-shut", "key-pair-missing"],
};

describe.each([...launchTypes.keys()])("%s", (token) => {
  const said = new Map(combinations.map((choice) => [keyOf(choice), speaking(token, choice)]));

  test("every combination is judged", () => {
    expect(said.size).toBe(combinations.length);
  });

  test.each(PROPERTIES)(
    "%s only known at apply yields nothing that its value could take back",
    (property) => {
      const wrong = combinations
        .filter((choice) => choice[property] === "unknown")
        .flatMap((choice) => {
          const others = canTurnOut(property).map((value) => ({ ...choice, [property]: value }));
          return [...(said.get(keyOf(choice)) ?? [])]
            .filter((id) => !STANDS[property]?.includes(id))
            .filter((id) => others.some((other) => said.get(keyOf(other))?.has(id) !== true))
            .map((id) => `${id}: ${keyOf(choice)}`);
        });
      expect(wrong).toEqual([]);
    },
  );
});

test("the matrix makes every rule but those about other things speak at least once", () => {
  const spoken = new Set(combinations.flatMap((choice) => [...speaking(tokens.instance, choice)]));
  expect([...spoken].sort()).toEqual([
    "key-pair-missing",
    "login-shut",
    "login-user-removed",
    "no-way-in",
    "serial-console-off",
    "session-manager-closed",
    "ssh-unreachable",
  ]);
});
