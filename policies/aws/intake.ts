/**
 * What is taken in of AWS's answers. Whoever answers in AWS's place, or in its name, decides neither how long a preview
 * takes nor how much memory: past a bound the answer is none, and what was asked is unknown.
 */
export interface Taken {
  bytes: number;
  pages: number;
  items: number;
}

/**
 * Bounds of one answer (bytes) or one question (its pages, and what they list), and of a whole preview. IAM lists a thousand
 * roles to a page and an account has 5,000 at most; the rest is asked for by ids, 200 at a time.
 */
const ONE: Readonly<Taken> = { bytes: 8 * 1024 * 1024, pages: 100, items: 10_000 };
const ALL: Readonly<Taken> = { bytes: 32 * 1024 * 1024, pages: 300, items: 20_000 };

export const nothingTaken = (): Taken => ({ bytes: 0, pages: 0, items: 0 });

const TOO_MUCH = "TooMuchError";

/** The error of an answer past a bound, by its name. */
export const tooMuch = (): Error => Object.assign(new Error("more than is taken in"), { name: TOO_MUCH });

/** Whether a preview has taken in all that it may. */
export const isFull = (taken: Taken): boolean =>
  taken.bytes > ALL.bytes || taken.pages >= ALL.pages || taken.items > ALL.items;

/** A count of one answer's or question's own beside the preview's; it throws {@link tooMuch} past either bound. */
export function counter(taken: Taken, kind: keyof Taken): (more: number) => void {
  let own = 0;
  return (more) => {
    own += more;
    taken[kind] += more;
    if (own > ONE[kind] || taken[kind] > ALL[kind]) throw tooMuch();
  };
}

/** A page of an answer, with what the next one is asked by. */
interface Page {
  readonly NextToken?: string | undefined;
  readonly Marker?: string | undefined;
}

/**
 * What each page of an answer lists, to the last page.
 *
 * @throws where a page lacks its list: then it is not what AWS answers, and nothing in it means that there is nothing;
 *   where the pages lead back to one that was there; and past a bound
 */
export async function* listsOf<P extends Page, Item>(
  pages: AsyncIterable<P>,
  list: (page: P) => readonly Item[] | undefined,
  taken: Taken,
): AsyncGenerator<readonly Item[]> {
  const countPage = counter(taken, "pages");
  const countItems = counter(taken, "items");
  const tokens = new Set<string>();
  for await (const page of pages) {
    countPage(1);
    const items = listOf(list(page));
    countItems(items.length);
    yield items;
    const next = page.NextToken ?? page.Marker;
    if (next === undefined) continue;
    if (tokens.has(next)) throw new Error("the pages lead back to one that was there");
    tokens.add(next);
  }
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
