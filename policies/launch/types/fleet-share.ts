import { absent, known, unknown, type Fact } from "../../facts/fact";
import { mayBeWritten, numberAt, textAt } from "../read";
import type { Properties } from "../resource";

/**
 * Whether a fleet's instances are spot instances, which cannot be stopped there, whatever its interruption behaviour is
 * ("You can't stop a Spot Instance if it is part of a fleet", Stop a Spot Instance, EC2 user guide). Absent: none are.
 *
 * @param spot Instances that are spot instances, @param onDemand those that are not; both as far as they are told.
 */
export function spotOf(spot: Fact<number>, onDemand: Fact<number>): Fact<boolean> {
  if (spot.state === "unknown") return spot;
  if (onDemand.state === "unknown") return onDemand;
  const spots = spot.state === "known" && spot.value > 0;
  const others = onDemand.state === "known" && onDemand.value > 0;
  if (spots && others) return unknown(spot.path, "some of the fleet's instances are spot instances");
  return spots ? known(true, spot.path) : absent(spot.path);
}

/** `targetCapacity` of a spot fleet is its whole, `onDemandTargetCapacity` what of it is no spot (RequestSpotFleet). */
export function spotFleetShare(inputs: Properties | undefined): Fact<boolean> {
  const whole = numberAt(inputs, "targetCapacity");
  const onDemand = numberAt(inputs, "onDemandTargetCapacity");
  if (onDemand.state === "absent")
    return whole.state === "unknown" ? known(true, whole.path) : spotOf(whole, onDemand);
  if (whole.state !== "known" || onDemand.state !== "known") return spotOf(whole, onDemand);
  return spotOf({ ...whole, value: whole.value - onDemand.value }, onDemand);
}

/** What the parts of an EC2 fleet's target leave open is made up of its default type (TargetCapacitySpecificationRequest). */
export function fleetShare(inputs: Properties | undefined): Fact<boolean> {
  const path = "targetCapacitySpecification";
  const total = numberAt(inputs, `${path}.totalTargetCapacity`);
  const spot = numberAt(inputs, `${path}.spotTargetCapacity`);
  const onDemand = numberAt(inputs, `${path}.onDemandTargetCapacity`);
  const rest = textAt(inputs, `${path}.defaultTargetCapacityType`);
  if (rest.state === "unknown") return rest;
  const isSpot = rest.state === "known" && rest.value === "spot";
  if (
    !mayBeWritten(inputs, `${path}.spotTargetCapacity`) &&
    !mayBeWritten(inputs, `${path}.onDemandTargetCapacity`)
  ) {
    return isSpot ? known(true, rest.path) : absent(rest.path);
  }
  if (total.state !== "known" || spot.state === "unknown" || onDemand.state === "unknown") {
    return unknown(path, "how many of the fleet's instances are spot instances");
  }
  const given = (fact: Fact<number>): number => (fact.state === "known" ? fact.value : 0);
  const left = Math.max(0, total.value - given(spot) - given(onDemand));
  return spotOf(
    known(given(spot) + (isSpot ? left : 0), spot.path),
    known(given(onDemand) + (isSpot ? 0 : left), onDemand.path),
  );
}
