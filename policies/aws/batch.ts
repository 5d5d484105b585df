/** How many names go into one filter; EC2 takes no more ("Using_Filtering", EC2 user guide). */
const BATCH = 200;

/** Names in lists that are short enough for one filter. */
export function batches(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / BATCH);
  return Array.from({ length: count }, (_, index) => names.slice(index * BATCH, (index + 1) * BATCH));
}
