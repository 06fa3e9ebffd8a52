import type { Translate } from '../../assets/locales/translate.ts';
import type { ExportResult } from '../../preload/contract/day.ts';
import type { ImportResult } from '../../preload/contract/settings.ts';
import { bridge } from '../bridge.ts';
import { reasonProblemText } from '../problems.ts';
import { isolate, useText } from '../words.ts';
import { SaidLine, saySaved, useAnswer, type Said } from './said.tsx';
import { Section } from './section.tsx';

type Answer = ImportResult | ExportResult;

/** All reasons at once: carried to another computer as a file, and back to the usual ones. */
export function ReasonsFile({ locked }: { locked: boolean }) {
  const t = useText();
  const [answer, ask] = useAnswer<Answer>();

  return (
    <Section title={t('window.reasonEditor.all')} hint={t('window.reasonEditor.allHint')}>
      <div className="buttons">
        {!locked && (
          <button type="button" className="button" onClick={() => void ask(bridge.importReasons)}>
            {t('window.reasonEditor.import')}
          </button>
        )}
        <button type="button" className="button" onClick={() => void ask(bridge.exportReasons)}>
          {t('window.reasonEditor.export')}
        </button>
        {!locked && (
          <button type="button" className="button" onClick={() => void bridge.editReasons({ do: 'reset' })}>
            {t('window.reasonEditor.reset')}
          </button>
        )}
      </div>
      <SaidLine said={answer && sayAnswer(answer, t)} />
    </Section>
  );
}

function sayAnswer(answer: Answer, t: Translate): Said | null {
  switch (answer.outcome) {
    case 'unreadable': {
      const [file, message] = [isolate(answer.file), isolate(answer.message)];
      return { good: false, text: t('window.reasonEditor.unreadable', { file, message }) };
    }
    case 'refused': {
      const problem = reasonProblemText(answer.problem, t);
      // Where no reason is to blame, it is the file as a whole.
      const what = isolate(answer.reason === '' ? answer.file : answer.reason);
      return { good: false, text: t('window.reasonEditor.refused', { what, problem }) };
    }
    // The bar with the way back says it.
    case 'imported':
      return null;
    case 'saved':
    case 'failed':
    case 'cancelled':
      return saySaved(answer, t, (message) => t('window.reasonEditor.notExported', { message }));
  }
}
