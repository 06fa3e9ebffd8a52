/** The agent's words: what a status, a choice or a shortcut is called on screen. */
import type { Translate } from '../assets/locales/translate.ts';
import type { AgentStatus } from '../preload/contract/vocabulary.ts';
import { useMirror } from './store.ts';

/** The texts in the language of the state; changes live. For components below App, which draws them only once there are texts. */
export function useText(): Translate {
  const t = useMirror((mirror) => mirror.t);
  if (t === null) throw new Error('Drawn before the first texts.');
  return t;
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Keeps a right-to-left reason from reordering the sentence it is put into. */
export function isolate(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

/** "Rest · Lunch", or "Rest" without a reason. */
export function nameOf({ status, reason }: { status: AgentStatus; reason: string }, t: Translate): string {
  const name = t(`status.${status}`);
  return reason === '' ? name : t('statusReason', { status: name, reason: isolate(reason) });
}
