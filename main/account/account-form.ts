import type { AccountField, AccountForm, AccountProblems, Problem } from '../../preload/contract/inputs.ts';
import { parseEndpoint, type EndpointProblem } from '../tencent/endpoint.ts';
import { lostInvisible, tidyAddress, tidyKey } from '../settings/typed-text.ts';

const addressFields = ['customAddress', 'sdkAppId', 'agent'] as const;
const secretFields = ['secretId', 'secretKey', 'token'] as const;

/**
 * Brings what was typed into one form. A key copied from a page or a mail often brings blanks along, at its ends or, where
 * it was wrapped, inside; no key has any. `trimmed` names the key fields that had them, and `invisible` the fields that had
 * a character which nobody can see, so that the agent is told.
 */
export function tidyAccountForm(typed: AccountForm): {
  form: AccountForm;
  trimmed: AccountField[];
  invisible: AccountField[];
} {
  const form = { ...typed };
  for (const field of addressFields) form[field] = tidyAddress(typed[field]);
  for (const field of secretFields) form[field] = tidyKey(typed[field]);
  return {
    form,
    trimmed: secretFields.filter((field) => /\s/u.test(typed[field])),
    invisible: [...addressFields, ...secretFields].filter((field) =>
      lostInvisible(typed[field], form[field]),
    ),
  };
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
