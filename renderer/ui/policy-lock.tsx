import type { KeyboardEvent, SyntheticEvent } from 'react';
import { useAppState } from '../store.ts';
import { useTranslation } from '../i18n.ts';
import { Icon } from './icon.tsx';

/** Returns a function that tells whether a policy has set a setting, by its name in the policy file. */
export function usePolicyLocks(): (setting: string | undefined) => boolean {
  const managedKeys = useAppState((state) => state.managedKeys);
  return (setting) => managedKeys.some((name) => name === setting);
}

/** Lock at a setting that the policy has set, with its text for screen readers. `id` is for aria-describedby of the control. */
export function PolicyLockLabel({ id }: { id?: string }) {
  const t = useTranslation();
  return (
    <span className="lock" id={id} title={t('policy.locked')}>
      <Icon name="lock" size={14} />
      <span className="unseen">{t('policy.locked')}</span>
    </span>
  );
}

/** The banner of a page on which the policy has set something. */
export function PolicyBanner() {
  const t = useTranslation();
  return (
    <p className="locked-line">
      <Icon name="lock" size={16} />
      <span>{t('policy.someLocked')}</span>
    </p>
  );
}

function preventDefault(event: SyntheticEvent) {
  event.preventDefault();
}

/** Prevents all keys but Tab and Escape. */
function preventEditKeys(event: KeyboardEvent) {
  if (event.key !== 'Tab' && event.key !== 'Escape') event.preventDefault();
}

/** Props of a locked select, radio button or checkbox. `disabled` would remove it from the tab order. */
export const readOnlyControlProps = {
  'aria-disabled': true,
  onMouseDown: preventDefault,
  onClick: preventDefault,
  onKeyDown: preventEditKeys,
} as const;

/** Props of a locked text field. */
export const readOnlyFieldProps = { 'aria-disabled': true, readOnly: true } as const;
