/**
 * Control characters, lone surrogates, and the invisible marks that reorder the text around them: a reason or an account
 * with one of these would not be what it looks like. Joiners stay allowed, emoji and several scripts need them.
 */
export const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;
