import { matchKind } from "../../../policies/boot/image/match";
import { offlineImageId } from "../../../policies/boot/image/offline-image";
import { recogniseImage } from "../../../policies/boot/image/recognise";
import { absent } from "../../../policies/facts/fact";
import { OFFLINE_INPUT } from "../../../policies/facts/offline";
import { launchesOf } from "../../../policies/launch/launches";
import type { Properties, StackResource } from "../../../policies/launch/resource";
import { instance, resource, stackOf } from "./resources";

const id = offlineImageId(matchKind("ubuntu/images/hvm-ssd/ubuntu-noble-24.04-amd64-server-*", []), "beef");
const offline = { region: "eu-west-1", [OFFLINE_INPUT]: "true" };
const real = { region: "eu-west-1" };

/** What the image of the first launch is taken for; its id is known all the same. */
function familyOf(...resources: readonly StackResource[]) {
  const [launch] = launchesOf(stackOf(...resources));
  expect(launch?.image.id).toMatchObject({ state: "known", value: id });
  if (launch === undefined) throw new Error("there is no launch");
  return recogniseImage(launch.image, { images: {} }, () => absent("image")).family;
}

const classic = (provider: Properties | undefined) => instance({ ami: id }, { provider });

test("an id of the offline provider's is one where that serves the launch", () => {
  expect(familyOf(classic(offline))).toBe("ubuntu");
});

test.each<[string, Properties | undefined]>([
  ["AWS's own provider serves the launch", real],
  ["nobody told which provider serves it", undefined],
  ["the provider has the mark from what all objects have", Object.create(offline) as Properties],
])("a literal id that looks like one is not believed where %s", (_, provider) => {
  expect(familyOf(classic(provider))).toBe("unknown");
});

test("a template that a launch picks among others brings its doubt with it", () => {
  const of = (name: string, provider: Properties) =>
    resource("aws:ec2/launchTemplate:LaunchTemplate", name, { imageId: id }, { provider });
  const templates = [of("a", offline), of("b", real)];
  const fleet = resource("aws:ec2/fleet:Fleet", "fleet", {
    launchTemplateConfigs: templates.map(({ urn }) => ({
      launchTemplateSpecification: { launchTemplateId: urn },
    })),
  });
  expect(launchesOf(stackOf(fleet, ...templates)).map(({ image }) => image.imitated)).toContain(true);
});
