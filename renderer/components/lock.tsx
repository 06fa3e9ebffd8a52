import type { KeyboardEvent, SyntheticEvent } from 'react';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { Icon } from './icon.tsx';

/** Whether the company's policy has set this; asked by the name a setting has in the policy file. */
export function useLocks(): (setting: string | undefined) => boolean {
  const { locked } = useAppState();
  return (setting) => locked.some((name) => name === setting);
}

/** Says, in words and with a sign, that nobody here can change it. Its id is for the description of the control. */
export function LockMark({ id }: { id?: string }) {
  const t = useText();
  return (
    <span className="lock" id={id}>
      <Icon name="lock" size={14} />
      {t('policy.locked')}
    </span>
  );
}

function refuse(event: SyntheticEvent) {
  event.preventDefault();
}

/** Everything but going on and leaving. */
function refuseKeys(event: KeyboardEvent) {
  if (event.key !== 'Tab' && event.key !== 'Escape') event.preventDefault();
}

/**
 * For a locked list, radio button or checkbox. Not `disabled`, which would take it out of the keyboard's way: a locked
 * setting can be read by everybody, and changed by nobody.
 */
export const lockedControl = {
  'aria-disabled': true,
  onMouseDown: refuse,
  onClick: refuse,
  onKeyDown: refuseKeys,
} as const;

/** The same for a field that is typed into. */
export const lockedField = { 'aria-disabled': true, readOnly: true } as const;
