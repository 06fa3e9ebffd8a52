/** The agent's words: what a status, a choice or a shortcut is called on screen. */
import { translateInto, type Translate } from '../assets/locales/translate.ts';
import type { AgentStatus } from '../preload/contract/vocabulary.ts';
import { useAppState } from './store.ts';

/** The texts in the language of the state; changes live. */
export function useText(): Translate {
  return translateInto(useAppState().language);
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
