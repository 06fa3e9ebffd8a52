/**
 * The set-up text: the fields of an account as one line of JSON, which an admin or a colleague passes on through chat or mail.
 * It never contains a SecretKey or a token. Pure.
 */
import * as z from 'zod/mini';
import { edition as editionSchema } from '../../../shared/domain.ts';
import { AGENT_MAX, type AccountForm } from '../../../shared/ipc/forms.ts';
import type { SetupErrors, SetupFields, SetupResult } from '../../../shared/ipc/settings-results.ts';
import { MAX_LENGTH } from '../../../shared/lengths.ts';
import { parseJson, type JsonLimits } from '../../../shared/parse-json.ts';
import type { AccountState } from '../../../shared/state.ts';
import type { EndpointResult } from '../../../tencent/transport/endpoint.ts';
import { normalizeAddress, normalizeKey } from '../../settings/normalize-text.ts';
import { addressErrors, isPositiveInteger, isPrintableKey } from './validate-account-form.ts';

const VERSION = 1;

const JSON_LIMITS: JsonLimits = { maxLength: MAX_LENGTH.message, maxDepth: 8, maxEntries: 200 };

/** Opening braces that are tried. A text in a chat has few besides that of the JSON. */
const MAX_CANDIDATES = 20;

/** Double quotation marks that editors and chat tools put in place of the straight one. */
const QUOTES = /[“”„‟″‶«»]/gu;

/** Line ends and tabs. A tool that wraps a line puts them even inside of a word. */
const LINE_BREAKS = /[\r\n\t\v\f\u0085\u2028\u2029]+/gu;

/** A member name that means a secret, in a text that is no JSON. */
const QUOTED_SECRET_MEMBER = /"[^"]{0,40}(?:secret[ _-]?key|token)[^"]{0,40}" ?:/iu;

const setupObject = z.looseObject({ standby: z.int().check(z.gte(1)) });

export type SetupRules = {
  resolveAddress: (address: Pick<AccountForm, 'edition' | 'customAddress'>) => EndpointResult;
  /** Whether an agent may use an address of their own: a credential process serves only those of the policy. */
  allowsTypedAddress: boolean;
  /** Whether keys are typed. Otherwise a credential process issues them. */
  usesTypedKeys: boolean;
  /** Whether the company's policy has set a field, which then keeps that value. */
  isManaged: (field: 'edition' | 'customAddress' | 'sdkAppId' | 'agent') => boolean;
};

/** The set-up text of an account: what a colleague's account has in common with it. The agent and the key are their own. */
export function formatSetupText({
  edition,
  customAddress,
  sdkAppId,
}: Pick<AccountState, 'edition' | 'customAddress' | 'sdkAppId'>): string {
  return JSON.stringify({
    standby: VERSION,
    edition,
    ...(edition === 'custom' && { customAddress }),
    sdkAppId: String(sdkAppId ?? ''),
  });
}

/**
 * Reads a pasted set-up text. Text around it, curly quotes, line breaks and unusual blanks are tolerated, because chat tools
 * add them. Unknown members are ignored. Never throws, and no part of a refused text is in the result.
 */
export function readSetupText(text: string, rules: SetupRules): SetupResult {
  const clean = normalizeAddress(text.replace(LINE_BREAKS, '').replace(QUOTES, '"'));
  const objects = findObjects(clean);
  if (objects.some(hasSecretMember) || QUOTED_SECRET_MEMBER.test(clean)) {
    return { outcome: 'refused', error: 'hasSecret' };
  }
  const setup = objects.map((value) => setupObject.safeParse(value)).find(({ success }) => success)?.data;
  if (setup === undefined) return { outcome: 'refused', error: 'notSetup' };
  if (setup.standby > VERSION) return { outcome: 'refused', error: 'newerVersion' };
  return readFields(setup, rules);
}

/** Every JSON object in a text that is not inside of another one. */
function findObjects(text: string): unknown[] {
  const objects: unknown[] = [];
  let start = text.indexOf('{');
  for (let tried = 0; start !== -1 && tried < MAX_CANDIDATES; tried += 1) {
    const end = findObjectEnd(text, start);
    const parsed = end === -1 ? null : parseJson(text.slice(start, end), JSON_LIMITS);
    if (parsed?.ok === true) objects.push(parsed.value);
    start = text.indexOf('{', parsed?.ok === true ? end : start + 1);
  }
  return objects;
}

/** @returns the offset after the closing brace, or -1 when there is none */
function findObjectEnd(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let offset = start; offset < text.length; offset += 1) {
    const character = text[offset];
    if (isInString && character === '\\') offset += 1;
    else if (character === '"') isInString = !isInString;
    else if (!isInString && character === '{') depth += 1;
    else if (!isInString && character === '}') depth -= 1;
    if (depth === 0) return offset + 1;
  }
  return -1;
}

function hasSecretMember(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, member]) =>
      /secretkey|token/u.test(name.toLowerCase().replaceAll(/[^a-z]/gu, '')) || hasSecretMember(member),
  );
}

function readFields(setup: Record<string, unknown>, rules: SetupRules): SetupResult {
  const fields: SetupFields = {};
  const errors: SetupErrors = {};

  const sdkAppId = toText(setup.sdkAppId);
  if (sdkAppId === null || (sdkAppId !== '' && !isPositiveInteger(sdkAppId)))
    errors.sdkAppId = 'sdkAppIdInvalid';
  else if (sdkAppId !== '' && !rules.isManaged('sdkAppId')) fields.sdkAppId = sdkAppId;

  const agent = toText(setup.agent);
  if (agent === null || agent.length > AGENT_MAX) errors.agent = 'agentEmpty';
  else if (agent !== '' && !rules.isManaged('agent')) fields.agent = agent;

  const secretId = toText(setup.secretId);
  const key = secretId === null ? null : normalizeKey(secretId);
  if (key === null || !isPrintableKey(key)) errors.secretId = 'secretControl';
  else if (key !== '' && rules.usesTypedKeys) fields.secretId = key;

  const address = readAddress(setup, rules);
  if (!address.ok) Object.assign(errors, address.errors);
  else if (!rules.isManaged('edition')) Object.assign(fields, address.fields);
  return Object.keys(errors).length > 0 ? { outcome: 'invalid', errors } : { outcome: 'filled', fields };
}

type AddressResult = { ok: true; fields: SetupFields } | { ok: false; errors: SetupErrors };

/** The site and the address, by the rules of the form. An address without a site means the site "other address". */
function readAddress(setup: Record<string, unknown>, rules: SetupRules): AddressResult {
  const customAddress = toText(setup.customAddress);
  const named = toText(setup.edition);
  const edition = editionSchema.safeParse(
    named === '' && customAddress !== '' ? 'custom' : named?.toLowerCase(),
  );
  if (named === '' && customAddress === '') return { ok: true, fields: {} };
  if (!edition.success) return { ok: false, errors: { edition: 'editionInvalid' } };
  if (edition.data !== 'custom') return { ok: true, fields: { edition: edition.data } };
  if (customAddress === null) return { ok: false, errors: { customAddress: 'addressInvalid' } };
  if (rules.isManaged('customAddress')) return { ok: true, fields: { edition: edition.data } };
  const address = rules.resolveAddress({ edition: edition.data, customAddress });
  if (!address.ok) return { ok: false, errors: { customAddress: addressErrors[address.error] } };
  if (!rules.allowsTypedAddress) return { ok: false, errors: { customAddress: 'addressNotInPolicy' } };
  return { ok: true, fields: { edition: edition.data, customAddress } };
}

/** A member as text; `''` where it is missing, null where it is neither a text nor a number. */
function toText(member: unknown): string | null {
  if (member === undefined || member === null) return '';
  if (typeof member !== 'string' && typeof member !== 'number') return null;
  return normalizeAddress(String(member));
}
