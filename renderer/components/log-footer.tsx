import type { Translate } from '../../assets/locales/translate.ts';
import type { ExportResult, Verdict } from '../../preload/contract/day.ts';
import { bridge } from '../bridge.ts';
import { isolate, useText } from '../words.ts';
import { SaidLine, saySaved, useAnswer, type Said } from './said.tsx';

type Answer = Verdict | ExportResult;

/** What makes the log evidence: whether it is as it was written, and a copy to hand on. The answer is said in words. */
export function LogFooter({ day }: { day: string | null }) {
  const t = useText();
  const [answer, ask] = useAnswer<Answer>();

  return (
    <footer className="footer log-footer">
      <SaidLine said={answer && sayAnswer(answer, t)} />
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
    case 'failed':
    case 'cancelled':
      return saySaved(answer, t, (message) => t('window.today.notSaved', { message }));
  }
}
