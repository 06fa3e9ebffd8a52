import type { AccountField, AccountForm, AccountProblems, Problem } from '../../preload/contract/inputs.ts';
import { parseEndpoint, type EndpointProblem } from '../tencent/endpoint.ts';
import { unprintable } from '../settings/unprintable.ts';

const secretFields = ['secretId', 'secretKey', 'token'] as const;

/**
 * Removes blanks that nobody meant to type. A key copied from a page or a mail often brings some along, at its ends or,
 * where it was wrapped, inside; no key has any. `trimmed` names the key fields that had them, so that the agent is told.
 */
export function tidyAccountForm(typed: AccountForm): { form: AccountForm; trimmed: AccountField[] } {
  const form = {
    ...typed,
    customAddress: typed.customAddress.trim(),
    sdkAppId: typed.sdkAppId.trim(),
    agent: typed.agent.trim(),
  };
  for (const field of secretFields) form[field] = typed[field].replace(/[\s\u200B\u2060\uFEFF]+/gu, '');
  return { form, trimmed: secretFields.filter((field) => form[field] !== typed[field]) };
}

const addressProblems: Record<EndpointProblem, Problem> = {
  empty: 'addressEmpty',
  notAnAddress: 'addressInvalid',
  notSecure: 'addressInsecure',
  hasUserInfo: 'addressInvalid',
  hasPath: 'addressHasPath',
};

/**
 * What is wrong with a tidied account form, field by field.
 * @param keysStored keys are kept already, so all key fields may stay empty.
 */
export function accountProblems(form: AccountForm, keysStored: boolean): AccountProblems {
  const problems: AccountProblems = {};
  const address = parseEndpoint(form.edition, form.customAddress);
  if (!address.ok) problems.customAddress = addressProblems[address.problem];
  if (!isPositiveInteger(form.sdkAppId)) problems.sdkAppId = 'sdkAppIdInvalid';
  if (form.agent === '') problems.agent = 'agentEmpty';
  else if (unprintable.test(form.agent)) problems.agent = 'agentControl';

  const keepsStoredKeys = keysStored && secretFields.every((field) => form[field] === '');
  if (!keepsStoredKeys) {
    if (form.secretId === '') problems.secretId = 'secretIdEmpty';
    if (form.secretKey === '') problems.secretKey = 'secretKeyEmpty';
    // Headers and signatures are made of these: anything but printable ASCII was not copied from the console.
    for (const field of secretFields) if (/[^\x21-\x7E]/.test(form[field])) problems[field] = 'secretControl';
  }
  return problems;
}

function isPositiveInteger(text: string): boolean {
  return /^[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text));
}
