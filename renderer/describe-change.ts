/** Describes switches and changes of the day as text. */
import type { Translate } from '../shared/i18n.ts';
import type { ActivityEntry } from '../shared/activity.ts';
import type { Receipt } from '../shared/state.ts';
import type { Language } from '../shared/domain.ts';
import { formatTimeOfDay, formatDuration } from './format.ts';
import { shortStatusLabel, statusLabel } from './i18n.ts';

type ChangeDescription = { title: string; facts: string };

/** "Free → Rest · Lunch"; only the new status where the old one is unknown. */
export function transitionLabel({ from, to }: Pick<Receipt, 'from' | 'to'>, t: Translate): string {
  const name = shortStatusLabel(to, t);
  return from === null ? name : t('window.receipt.route', { from: shortStatusLabel(from, t), to: name });
}

/** Duration, source and attempts of a switch: "214 ms · from the tray · 3 attempts". */
export function receiptSummary(
  { requestedAt, confirmedAt, source, attempts }: Receipt,
  t: Translate,
  language: Language,
): string {
  return [
    formatDuration(confirmedAt - requestedAt, language),
    t(`window.receipt.source.${source}`),
    ...(attempts > 1 ? [t('window.receipt.attempts', { count: attempts })] : []),
  ].join(' · ');
}

/** Title and details of an entry in the list of changes. */
export function describeChange(change: ActivityEntry, t: Translate, language: Language): ChangeDescription {
  switch (change.kind) {
    case 'switched':
      return { title: transitionLabel(change, t), facts: receiptSummary(change, t, language) };
    case 'failed':
      return {
        title:
          change.choice === null
            ? t('window.readFailed')
            : t('window.today.failed', { choice: statusLabel(change.choice, t) }),
        facts: t(`failure.${change.failure}.headline`),
      };
    case 'externalChange': {
      const title = t('window.externalChange.title', {
        from: statusLabel(change.from, t),
        to: statusLabel(change.to, t),
      });
      const [after, before] = [
        formatTimeOfDay(change.after, language),
        formatTimeOfDay(change.before, language),
      ];
      const at = t('window.externalChange.at', { at: before });
      return { title, facts: after === before ? at : t('window.externalChange.between', { after, before }) };
    }
    case 'statusSeen':
      return {
        title: t('window.today.statusSeen', { choice: statusLabel(change, t) }),
        facts: t('window.today.statusSeenBody'),
      };
    case 'automated':
      return {
        title: t(`csv.cause.${change.cause}`),
        facts: t('window.today.automatedBody', { choice: statusLabel(change.choice, t) }),
      };
    case 'started':
    case 'stopped':
    case 'accountOpened':
    case 'accountClosed':
      return { title: t(`window.today.${change.kind}`), facts: '' };
  }
}
