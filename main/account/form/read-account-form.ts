/** Reads a typed account form: normalized, with the values of the policy, and validated. */
import type { AccountErrors, AccountForm } from '../../../shared/ipc/forms.ts';
import type { Credentials } from '../../../tencent/client.ts';
import type { AccountPolicy, AccountTarget, AccountTargets } from '../account-target.ts';
import type { AccountRisk } from '../confirmation.ts';
import type { KeySource } from '../key-source.ts';
import { applyPolicy, normalizeAccountForm, validateAccountForm } from './validate-account-form.ts';

export type ReadAccountFormDeps = {
  policy: AccountPolicy;
  /** Neither an account nor credentials are used. */
  simulatorOnly: boolean;
  targets: AccountTargets;
  keys: Pick<KeySource, 'isIssued' | 'hasKeyFor'>;
};

type ValidForm = ReturnType<typeof normalizeAccountForm> & {
  ok: true;
  target: AccountTarget;
  risk: AccountRisk;
  /** Null: the stored credentials are used. */
  typedKeys: Credentials | null;
};

/**
 * Normalizes and validates a form. Values set by the policy replace typed ones. If credentials are issued, typed ones are
 * ignored and missing ones are no error.
 */
export function readAccountForm(
  typed: AccountForm,
  { policy, simulatorOnly, targets, keys }: ReadAccountFormDeps,
): ValidForm | { ok: false; errors: AccountErrors } {
  if (simulatorOnly) return { ok: false, errors: { secretId: 'simulatorOnly' } };
  const noKeys = keys.isIssued ? { secretId: '', secretKey: '', token: '' } : {};
  const normalized = normalizeAccountForm(applyPolicy({ ...typed, ...noKeys }, policy));
  const { form } = normalized;
  const address = targets.resolveAddress(form);
  const sdkAppId = Number(form.sdkAppId);
  const target = address.ok && { endpoint: address.endpoint, sdkAppId, agent: form.agent };
  const errors = validateAccountForm(form, address, keys.hasKeyFor(target || null));
  const isTyped = address.ok && targets.isTyped(address.endpoint);
  if (keys.isIssued && isTyped) errors.customAddress = 'addressNotInPolicy';
  if (!target || Object.keys(errors).length > 0) return { ok: false, errors };
  const { secretId, secretKey, token } = form;
  const typedKeys = secretId === '' ? null : { secretId, secretKey, ...(token && { token }) };
  const risk = { hasTypedAddress: isTyped, hasUnboundKey: keys.isIssued && !targets.isSetByPolicy };
  return { ok: true, target, risk, typedKeys, ...normalized };
}
