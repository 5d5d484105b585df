import { mapFact, orElse } from "../../facts/fact";
import { portAccess } from "../network/wiring";
import type { LaunchPart, Source } from "../part";
import { flagAt, listAt, mayBeWritten, textAt } from "../read";
import { imageAt } from "../resolve/image";
import { keyPairAt } from "../resolve/key-pair";
import { roleAt } from "../iam/instance-role";
import { userDataAt } from "../resolve/user-data";
import { absentTypes, unseenBasis } from "./basis";
import { configBases, fleetPart } from "./fleet-bases";
import { spotFleetShare } from "./fleet-share";
import type { Basis, LaunchType } from "./launch-type";

const SPECIFICATIONS = "launchSpecifications";

const part = (source: Source): LaunchPart => fleetPart(source, spotFleetShare(source.resource.inputs));

/** What one launch specification says. Its user data is text that the provider encodes, unless it is base64 already. */
function specificationPart(source: Source, path: string): LaunchPart {
  const { resource } = source;
  const { inputs } = resource;
  const profile = orElse(
    textAt(inputs, `${path}.iamInstanceProfileArn`),
    textAt(inputs, `${path}.iamInstanceProfile`),
  );
  return {
    ...part(source),
    image: imageAt(source, `${path}.ami`),
    instanceTypes: mapFact(textAt(inputs, `${path}.instanceType`), (type) => [type]),
    ...keyPairAt(source, `${path}.keyName`),
    userData: userDataAt(resource, `${path}.userData`, "plain"),
    role: roleAt(source, profile),
    ...portAccess(source, { lists: [`${path}.vpcSecurityGroupIds`], subnets: [`${path}.subnetId`] }),
    namesSubnet: mayBeWritten(inputs, `${path}.subnetId`),
    publicAddress: flagAt(inputs, `${path}.associatePublicIpAddress`),
  };
}

/** One launch for each specification, or those of the launch templates: a request has either. */
function bases(source: Source): readonly Basis[] {
  const { inputs } = source.resource;
  const list = listAt(inputs, SPECIFICATIONS);
  if (list.state === "unknown") return [unseenBasis(list.why)];
  const described = list.state === "known" ? list.value : [];
  const own = described.map((_, index) => ({
    candidates: [],
    unseen: undefined,
    instanceTypes: absentTypes,
    own: specificationPart(source, `${SPECIFICATIONS}[${String(index)}]`),
  }));
  const all = [...own, ...configBases(source)];
  return all.length > 0 ? all : [unseenBasis("the request names neither a specification nor a template")];
}

export const spotFleetRequest: LaunchType = {
  token: "aws:ec2/spotFleetRequest:SpotFleetRequest",
  kind: "fleet",
  part,
  bases,
};
