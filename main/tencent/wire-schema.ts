/**
 * Building blocks for reading the service's answers. Every response field is documented as optional, so a missing,
 * null or mistyped field reads as "nothing said" instead of spoiling the rest of the answer.
 */
import * as z from 'zod/mini';

/** A text, or empty. */
export const text = z.catch(
  z.pipe(
    z.nullish(z.string()),
    z.transform((value) => value ?? ''),
  ),
  '',
);

/** A yes or no; missing is no. */
export const flag = z.catch(
  z.pipe(
    z.nullish(z.boolean()),
    z.transform((value) => value ?? false),
  ),
  false,
);

/** Above this a number of seconds would lie in the year 5138: it must be milliseconds. */
const MOST_SECONDS = 100_000_000_000;

/** A point in time as epoch milliseconds; 0 and missing are "never". The unit on the wire is not documented. */
export const timestamp = z.catch(
  z.pipe(
    z.nullish(z.number()),
    z.transform((value) => {
      if (value == null || value <= 0) return null;
      return value < MOST_SECONDS ? value * 1000 : value;
    }),
  ),
  null,
);

/** A list whose unreadable items are left out; no list reads as an empty one. */
export function listOf<T>(item: z.ZodMiniType<T>) {
  return z.catch(
    z.pipe(
      z.array(z.unknown()),
      z.transform((values) =>
        values.flatMap((value) => {
          const parsed = item.safeParse(value);
          return parsed.success ? [parsed.data] : [];
        }),
      ),
    ),
    [],
  );
}

/** Whether two account names mean the same agent. Accounts are e-mail addresses; people vary case and blanks. */
export function sameAccount(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
