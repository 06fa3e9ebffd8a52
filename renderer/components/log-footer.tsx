import { useState } from 'react';
import type { Translate } from '../../assets/locales/translate.ts';
import type { ExportResult, Verdict } from '../../preload/contract/day.ts';
import { bridge } from '../bridge.ts';
import { isolate, useText } from '../words.ts';
import { Icon } from './icon.tsx';

type Answer = Verdict | ExportResult;
type Said = { good: boolean; text: string };

/** What makes the log evidence: whether it is as it was written, and a copy to hand on. The answer is said in words. */
export function LogFooter({ day }: { day: string | null }) {
  const t = useText();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const said = answer && sayAnswer(answer, t);

  async function ask(question: () => Promise<Answer>) {
    // The last answer goes first: the same words once more would not be heard.
    setAnswer(null);
    setAnswer(await question());
  }

  return (
    <footer className="footer log-footer">
      <div role="status">
        {said && (
          <p className={said.good ? 'verdict' : 'verdict problem'}>
            <Icon name={said.good ? 'check' : 'warning'} size={16} />
            <span>{said.text}</span>
          </p>
        )}
      </div>
      <div className="buttons">
        <button type="button" className="button" onClick={() => void ask(bridge.verifyLog)}>
          {t('window.today.verify')}
        </button>
        <button
          type="button"
          className="button"
          disabled={day === null}
          onClick={() => day !== null && void ask(() => bridge.exportDay(day))}
        >
          {t('window.today.export')}
        </button>
      </div>
    </footer>
  );
}

function sayAnswer(answer: Answer, t: Translate): Said | null {
  switch (answer.outcome) {
    case 'intact':
      return { good: true, text: t('window.today.intact', { count: answer.lines }) };
    case 'altered':
      return { good: false, text: t('window.today.altered', { line: answer.line }) };
    case 'unreadable':
      return { good: false, text: t('window.today.notVerified', { message: isolate(answer.message) }) };
    case 'saved':
      return { good: true, text: t('window.today.saved', { file: isolate(answer.file) }) };
    case 'failed':
      return { good: false, text: t('window.today.notSaved', { message: isolate(answer.message) }) };
    case 'cancelled':
      return null;
  }
}
