/** Maps the claims of a token to one agent account, and finds out whether it belongs to a supervisor. Pure. */
import type { JWTPayload } from 'jose';
import { AGENT_MAX } from '../../shared/ipc/forms.ts';

/** How the value of the claim becomes an account. At most one of `table` and `suffix` is set. */
export type AccountMapping = {
  /** The claim, `email` by default. */
  claim: string;
  /** The account of each value; the values in lower case. A value that is not in it has no account. */
  table?: ReadonlyMap<string, string> | undefined;
  /** Text that is added to the value, such as `@example.com`. */
  suffix?: string | undefined;
};

export type SupervisorRule = { claim: string; values: readonly string[] };

export type MappedAccount = { ok: true; account: string } | { ok: false; code: string; detail: string };

/** Control characters, and characters without a glyph, such as a zero-width space. */
const INVISIBLE = /\p{C}|\p{Zl}|\p{Zp}/u;

export function mapAccount(claims: JWTPayload, { claim, table, suffix = '' }: AccountMapping): MappedAccount {
  const value = claims[claim];
  if (typeof value !== 'string' || value.trim() === '')
    return refuse('Gateway.ClaimMissing', `The token has no claim "${claim}" with one text.`);
  if (claim === 'email' && !isVerified(claims.email_verified))
    return refuse(
      'Gateway.EmailNotVerified',
      'The issuer has not verified the e-mail address of this token.',
    );
  if (!isUnambiguous(value))
    return refuse(
      'Gateway.ClaimUnclear',
      `The claim "${claim}" has characters that an account name cannot have.`,
    );
  const account = table ? table.get(value.toLowerCase()) : `${value}${suffix}`;
  if (account === undefined)
    return refuse('Gateway.AccountUnknown', 'The person of this token has no agent account here.');
  if (account.length > AGENT_MAX) return refuse('Gateway.ClaimTooLong', `The claim "${claim}" is too long.`);
  return { ok: true, account };
}

/** Whether the claim is or contains one of the values. */
export function isSupervisor(claims: JWTPayload, rule: SupervisorRule | null): boolean {
  if (rule === null) return false;
  const value = claims[rule.claim];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.some((each) => typeof each === 'string' && rule.values.includes(each));
}

/** Providers that do not verify addresses leave the claim out. Some write it as a text. */
function isVerified(claim: unknown): boolean {
  return claim === undefined || claim === true || claim === 'true';
}

/**
 * Whether no other value means the same account, apart from the case of letters. Accounts are compared in lower case and
 * without surrounding spaces: a Kelvin sign would become the letter k of another person.
 */
function isUnambiguous(value: string): boolean {
  return value === value.trim() && value === value.normalize('NFKC') && !INVISIBLE.test(value);
}

function refuse(code: string, detail: string): MappedAccount {
  return { ok: false, code, detail };
}
