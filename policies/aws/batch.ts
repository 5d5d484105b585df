/** How many names go into one filter; EC2 takes no more ("Using_Filtering", EC2 user guide). */
const BATCH = 200;

/** Names in lists that are short enough for one filter. */
export function batches(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / BATCH);
  return Array.from({ length: count }, (_, index) => names.slice(index * BATCH, (index + 1) * BATCH));
}

/**
 * The list of an answer's page.
 *
 * @throws where the answer has none: then it is not what AWS answers, and nothing in it means that there is nothing.
 */
export function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  if (list === undefined) throw new Error("the answer lacks its list");
  return list;
}
