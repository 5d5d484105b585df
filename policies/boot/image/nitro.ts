// "EC2 Serial Console" of the EC2 user guide names the types that have it: those built on Nitro, and some bare metal.
// These are all others; AWS adds no more of them.
const XEN_FAMILIES: ReadonlySet<string> = new Set(
  "t1 t2 m1 m2 m3 m4 c1 c3 c4 cc2 cr1 r3 r4 x1 x1e d2 h1 hs1 i2 i3 f1 g2 g3 g3s p2 p3".split(" "),
);

const METAL_WITHOUT: ReadonlySet<string> = new Set(
  "a1 g5g u-6tb1 u-9tb1 u-12tb1 u-18tb1 u-24tb1".split(" ").map((family) => `${family}.metal`),
);

const INSTANCE_TYPE =
  /^(?<family>[a-z]+[0-9][a-z0-9]*(?:-[a-z0-9]+)*|u-[0-9]+tb[0-9]+)\.(?<size>nano|micro|small|medium|(?:[0-9]+x|x)?large|metal(?:-[a-z0-9]+)?)$/;

/**
 * Whether instances of a type have an EC2 serial console: Nitro types do, Xen types and some bare metal do not. A type
 * that is not listed is newer than the list, hence Nitro. `undefined` for what is no instance type.
 */
export function supportsSerialConsole(instanceType: string): boolean | undefined {
  const match = INSTANCE_TYPE.exec(instanceType)?.groups;
  if (match === undefined) return undefined;
  const family = match.family ?? "";
  // Macs are bare metal with a controller of Apple's.
  if (METAL_WITHOUT.has(instanceType) || /^mac[0-9]/.test(family)) return false;
  // i3.metal is the one Nitro type of its family.
  return instanceType === "i3.metal" || !XEN_FAMILIES.has(family);
}
