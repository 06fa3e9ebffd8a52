/**
 * Decides when the agent must confirm an account in a dialog of the main process, because a compromised page could send
 * any form. Confirmation is required before anything is sent to a typed address, before the saved account is replaced by
 * another, and before the company's issued key signs for an account other than the saved one.
 */
import { isSameBinding, type KeyBinding } from './binding.ts';
import { toBinding, type AccountTarget } from './account-target.ts';

export type AccountChange = { from: KeyBinding | null; to: KeyBinding };

export type ConfirmationDeps = {
  /** The saved account, or null. */
  current: () => AccountTarget | null;
  /** Prompts the agent; true if they confirm. */
  prompt: (change: AccountChange) => Promise<boolean>;
  onError: (error: unknown) => void;
};

/** What a form could be misused for. */
export type AccountRisk = {
  /** Whether the address was typed, not Tencent Cloud's own or the policy's. */
  hasTypedAddress: boolean;
  /**
   * Whether a program issues the key and the policy leaves the account to the agent. A stored key is bound to its
   * account; an issued key signs for each agent of the contact center.
   */
  hasUnboundKey: boolean;
};

/**
 * Whether an account may be used; prompts if it must be confirmed. Never rejects. Returns false at once while another
 * prompt is open, so that the page cannot stack prompts.
 */
export type Confirm = (purpose: 'check' | 'save', to: KeyBinding, risk: AccountRisk) => Promise<boolean>;

export function createConfirmation({ current, prompt, onError }: ConfirmationDeps): Confirm {
  /** The last confirmed account, so that a connection test and the save after it prompt once. */
  let lastConfirmed: KeyBinding | null = null;
  let isPromptOpen = false;

  return async (purpose, to, { hasTypedAddress, hasUnboundKey }) => {
    const target = current();
    const from = target && toBinding(target);
    const isNewHost = hasTypedAddress && ![from?.origin, lastConfirmed?.origin].includes(to.origin);
    const isOther = !isSameBinding(from, to) && !isSameBinding(lastConfirmed, to);
    const isChange = purpose === 'save' && from !== null && isOther;
    if (!isNewHost && !isChange && !(hasUnboundKey && isOther)) return true;
    if (isPromptOpen) return false;
    isPromptOpen = true;
    try {
      if (!(await prompt({ from, to }))) return false;
      lastConfirmed = to;
      return true;
    } catch (error) {
      onError(error);
      return false;
    } finally {
      isPromptOpen = false;
    }
  };
}
