/** Translation hook of the renderer, and labels of statuses. */
import type { Translate } from '../shared/i18n.ts';
import type { AgentStatus } from '../shared/domain.ts';
import { useAppStore } from './store.ts';

/** The translate function in the language of the state. For components below App, which renders after the texts are loaded. */
export function useTranslation(): Translate {
  const t = useAppStore((store) => store.t);
  if (t === null) throw new Error('Rendered before the first texts.');
  return t;
}

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Isolates right-to-left text, so that it does not reorder the sentence around it. */
export function bidiIsolate(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}

/** "Rest · Lunch", or "Rest" without a reason. */
export function statusLabel(
  { status, reason }: { status: AgentStatus; reason: string },
  t: Translate,
): string {
  const name = t(`status.${status}`);
  return reason === '' ? name : t('statusReason', { status: name, reason: bidiIsolate(reason) });
}

/** A reason longer than this, in graphemes, is cut where two statuses stand in one title. */
const SHORT_REASON_MAX = 24;

/** The same for titles: a long reason is cut. */
export function shortStatusLabel(choice: { status: AgentStatus; reason: string }, t: Translate): string {
  const graphemes = [...new Intl.Segmenter().segment(choice.reason)].map(({ segment }) => segment);
  if (graphemes.length <= SHORT_REASON_MAX) return statusLabel(choice, t);
  const cut = graphemes
    .slice(0, SHORT_REASON_MAX - 1)
    .join('')
    .trimEnd();
  return statusLabel({ ...choice, reason: `${cut}…` }, t);
}
