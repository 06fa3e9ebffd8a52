/**
 * Building blocks of the schemas for the service's responses. Every response field is documented as optional, so a
 * missing, null or mistyped field is parsed as missing and does not invalidate the rest of the response.
 */
import * as z from 'zod/mini';

/** A string; empty if missing. */
export const text = z.catch(
  z.pipe(
    z.nullish(z.string()),
    z.transform((value) => value ?? ''),
  ),
  '',
);

/** A boolean; false if missing. */
export const flag = z.catch(
  z.pipe(
    z.nullish(z.boolean()),
    z.transform((value) => value ?? false),
  ),
  false,
);

/** As seconds, a number above this would be in the year 5138: it must be milliseconds. */
const MAX_SECONDS = 100_000_000_000;

/** A point in time as epoch milliseconds; null for 0 and for a missing value. The unit of the API is not documented. */
export const timestamp = z.catch(
  z.pipe(
    z.nullish(z.number()),
    z.transform((value) => {
      if (value == null || value <= 0) return null;
      return value < MAX_SECONDS ? value * 1000 : value;
    }),
  ),
  null,
);

/**
 * A list without its invalid items; empty if it is no list.
 * @param maxItems items after these are ignored
 */
export function listOf<T>(item: z.ZodMiniType<T>, maxItems: number) {
  return z.catch(
    z.pipe(
      z.array(z.unknown()),
      z.transform((values) =>
        values.slice(0, maxItems).flatMap((value) => {
          const parsed = item.safeParse(value);
          return parsed.success ? [parsed.data] : [];
        }),
      ),
    ),
    [],
  );
}

/** The form of an account name that is compared. */
export function accountKey(account: string): string {
  return account.trim().toLowerCase();
}

/**
 * Whether two account names mean the same agent. Accounts are e-mail addresses; users vary case and surrounding spaces.
 */
export function isSameAccount(one: string, other: string): boolean {
  return accountKey(one) === accountKey(other);
}
