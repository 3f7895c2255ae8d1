import { holdsNumbersOfPeople, numbersOfPeople } from '@evenground/contracts';
import { z } from 'zod';

/** `?limit=&after=`; spread its `shape` into a route's own strict query schema. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** The `next` of the page before, unchanged. */
  after: z.string().min(1).max(1_000).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** One page of a list; `next` is null on the last. */
export interface PageAnswer<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export function pageOf<Item>(items: readonly Item[], next: string | null | undefined): PageAnswer<Item> {
  return { items, next: next ?? null };
}

/** The schema of a page of items, for the OpenAPI document. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  const page = z.strictObject({ items: z.array(item), next: z.string().nullable() });
  return holdsNumbersOfPeople(item) ? numbersOfPeople(page) : page;
}
