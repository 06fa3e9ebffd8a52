/** Builds the prompt that confirms an account or an address from the window's page before it is used. */
import type { Translate } from '../../shared/i18n.ts';
import type { KeyBinding } from '../account/binding.ts';
import type { AccountChange } from '../account/confirmation.ts';
import { displayText } from '../desktop/display-text.ts';
import type { Prompt } from '../desktop/window/prompt.ts';

/** Old and new agent, application and host, one per line. */
export function accountChangePrompt(t: Translate, { from, to }: AccountChange): Prompt {
  const [now, before] = [toValues(to), toValues(from ?? to)];
  const names = ['agent', 'sdkAppId', 'customAddress'] as const;
  const lines = names.map((field, index) => {
    const values = { name: t(`window.account.${field}`), now: now[index], before: before[index] };
    return t(`confirmAccount.${values.now === values.before ? 'line' : 'change'}`, values);
  });
  return {
    message: t('confirmAccount.headline'),
    detail: [...lines, '', t('confirmAccount.nextStep')].join('\n'),
    yes: t('confirmAccount.yes'),
    no: t('confirmAccount.no'),
  };
}

function toValues({ agent, sdkAppId, origin }: KeyBinding): string[] {
  return [displayText(agent), String(sdkAppId), new URL(origin).host];
}
