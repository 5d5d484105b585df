/** An answer about the network: something leads there, nothing does, or that cannot be told. */
export type Reach =
  | { readonly state: "open" }
  /** `why` is a clause in plain words that names the resources. */
  | { readonly state: "closed"; readonly why: string }
  /** `why` is a phrase that can follow "unknown:". */
  | { readonly state: "unknown"; readonly why: string };

export const LEADS: Reach = { state: "open" };
export const shutBy = (why: string): Reach => ({ state: "closed", why });
export const untold = (why: string): Reach => ({ state: "unknown", why });

/** Steps of one path: shut as soon as one is, untold where one is. */
export function eachOf(steps: readonly Reach[]): Reach {
  return (
    steps.find(({ state }) => state === "closed") ?? steps.find(({ state }) => state === "unknown") ?? LEADS
  );
}

/** Paths beside each other: one that leads there is enough, and all have to be shut to be shut. */
export function oneOf(paths: readonly [Reach, ...Reach[]]): Reach {
  const told = paths.find(({ state }) => state === "open") ?? paths.find(({ state }) => state === "unknown");
  if (told !== undefined) return told;
  return shutBy(
    [...new Set(paths.flatMap((path) => (path.state === "closed" ? [path.why] : [])))].join(", and "),
  );
}

/** What holds in every case (each subnet a group may pick): the answer that all give, else untold. */
export function alikeIn(cases: readonly Reach[], why: string): Reach {
  const [first, ...rest] = cases;
  if (first === undefined) return untold(why);
  const open = cases.find(({ state }) => state === "unknown");
  return open ?? (rest.every(({ state }) => state === first.state) ? first : untold(why));
}

/** What is shut can only be called so where everything that matters is seen. */
export const unlessSeen = (reach: Reach, everythingIsSeen: boolean): Reach =>
  reach.state === "closed" && !everythingIsSeen ? untold(`whether ${reach.why} is all there is`) : reach;
