/** What happened, in the agent's words. */
import type { Translate } from '../assets/locales/translate.ts';
import type { DayChange } from '../preload/contract/day.ts';
import type { Receipt } from '../preload/contract/state.ts';
import type { Language } from '../preload/contract/vocabulary.ts';
import { timeOfDay, took } from './format.ts';
import { nameOf } from './words.ts';

type Words = { title: string; facts: string };

/** From, to: "Free → Rest · Lunch"; where nothing was known before, only where to. */
export function routeOf({ from, to }: Pick<Receipt, 'from' | 'to'>, t: Translate): string {
  const name = nameOf(to, t);
  return from === null ? name : t('window.receipt.route', { from: nameOf(from, t), to: name });
}

/** How a switch went: "214 ms · from the tray · 3 attempts". */
export function receiptFacts(
  { askedAt, provedAt, source, attempts }: Receipt,
  t: Translate,
  language: Language,
): string {
  return [
    took(provedAt - askedAt, language),
    t(`window.receipt.source.${source}`),
    ...(attempts > 1 ? [t('window.receipt.attempts', { count: attempts })] : []),
  ].join(' · ');
}

/** One line of the day's list. */
export function describeChange(change: DayChange, t: Translate, language: Language): Words {
  switch (change.kind) {
    case 'switched':
      return { title: routeOf(change, t), facts: receiptFacts(change, t, language) };
    case 'failed':
      return {
        title:
          change.choice === null
            ? t('window.readingFailed')
            : t('window.today.failed', { choice: nameOf(change.choice, t) }),
        facts: t(`failure.${change.failure}.headline`),
      };
    case 'drift': {
      const title = t('window.drift.title', { from: nameOf(change.from, t), to: nameOf(change.to, t) });
      const [after, before] = [timeOfDay(change.after, language), timeOfDay(change.before, language)];
      const at = t('window.drift.at', { at: before });
      return { title, facts: after === before ? at : t('window.drift.between', { after, before }) };
    }
    case 'observed':
      return {
        title: t('window.today.observed', { choice: nameOf(change, t) }),
        facts: t('window.today.observedBody'),
      };
    case 'automatic':
      return {
        title: t(`csv.cause.${change.cause}`),
        facts: t('window.today.automaticBody', { choice: nameOf(change.choice, t) }),
      };
    case 'started':
    case 'stopped':
      return { title: t(`window.today.${change.kind}`), facts: '' };
  }
}
