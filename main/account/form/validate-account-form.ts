/** Normalizes and validates the account form, and applies the policy to it. */
import type { AccountField, AccountForm, AccountErrors, ValidationError } from '../../../shared/ipc/forms.ts';
import type { AccountPolicy } from '../account-target.ts';
import type { EndpointError, EndpointResult } from '../../../tencent/transport/endpoint.ts';
import { hasRemovedInvisible, normalizeAddress, normalizeKey } from '../../settings/normalize-text.ts';

const addressFields = ['customAddress', 'sdkAppId', 'agent'] as const;
const secretFields = ['secretId', 'secretKey', 'token'] as const;

/**
 * Normalizes a typed account form. A key copied from a page or a mail often contains whitespace, at its ends or, if it
 * was wrapped, inside; no key contains any. `trimmed` names the key fields that had whitespace, `invisible` the fields
 * that had an invisible character, so that the UI can report it.
 */
export function normalizeAccountForm(typed: AccountForm): {
  form: AccountForm;
  trimmed: AccountField[];
  invisible: AccountField[];
} {
  const form = { ...typed };
  for (const field of addressFields) form[field] = normalizeAddress(typed[field]);
  for (const field of secretFields) form[field] = normalizeKey(typed[field]);
  return {
    form,
    trimmed: secretFields.filter((field) => /\s/u.test(typed[field])),
    invisible: [...addressFields, ...secretFields].filter((field) =>
      hasRemovedInvisible(typed[field], form[field]),
    ),
  };
}

/** The form with the policy's values instead of the typed ones. */
export function applyPolicy(form: AccountForm, policy: AccountPolicy): AccountForm {
  const { edition = form.edition, customAddress = form.customAddress, agent = form.agent, sdkAppId } = policy;
  return { ...form, edition, customAddress, agent, sdkAppId: String(sdkAppId ?? form.sdkAppId) };
}

export const addressErrors: Record<EndpointError, ValidationError> = {
  empty: 'addressEmpty',
  notAnAddress: 'addressInvalid',
  notSecure: 'addressInsecure',
  hasUserInfo: 'addressInvalid',
  hasPath: 'addressHasPath',
};

/**
 * Validates a normalized account form, field by field.
 * @param address the result of parsing the form's address
 * @param storedKey whether a key is stored for this account, so that all key fields may stay empty, or only for another
 * one
 */
export function validateAccountForm(
  form: AccountForm,
  address: EndpointResult,
  storedKey: 'none' | 'forThis' | 'forOther',
): AccountErrors {
  const errors: AccountErrors = {};
  if (!address.ok) errors.customAddress = addressErrors[address.error];
  if (!isPositiveInteger(form.sdkAppId)) errors.sdkAppId = 'sdkAppIdInvalid';
  if (form.agent === '') errors.agent = 'agentEmpty';

  const areKeysEmpty = secretFields.every((field) => form[field] === '');
  if (areKeysEmpty && storedKey === 'forOther') {
    // An invalid SdkAppId or agent is reported first.
    if (Object.keys(errors).length === 0) errors.secretId = 'keyForOtherAccount';
  } else if (!areKeysEmpty || storedKey === 'none') {
    if (form.secretId === '') errors.secretId = 'secretIdEmpty';
    if (form.secretKey === '') errors.secretKey = 'secretKeyEmpty';
    // Headers and signatures require printable ASCII; any other character was not copied from the console.
    for (const field of secretFields) if (!isPrintableKey(form[field])) errors[field] = 'secretControl';
  }
  return errors;
}

/** Whether a normalized text consists of the characters that a key, a header and a signature can contain. */
export function isPrintableKey(text: string): boolean {
  return !/[^\x21-\x7E]/.test(text);
}

/** Whether a normalized text is a number of an application. */
export function isPositiveInteger(text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text));
}
