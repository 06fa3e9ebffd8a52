import { useState } from 'react';
import type { Translate } from '../../assets/locales/translate.ts';
import type { ExportResult } from '../../preload/contract/day.ts';
import type { ImportResult } from '../../preload/contract/settings.ts';
import { bridge } from '../bridge.ts';
import { reasonProblemText } from '../problems.ts';
import { isolate, useText } from '../words.ts';
import { Icon } from './icon.tsx';
import { Section } from './section.tsx';

type Said = { good: boolean; text: string };

/** All reasons at once: carried to another computer as a file, and back to the usual ones. */
export function ReasonsFile({ locked }: { locked: boolean }) {
  const t = useText();
  const [answer, setAnswer] = useState<ImportResult | ExportResult | null>(null);
  const said = answer && sayAnswer(answer, t);

  async function ask(question: () => Promise<ImportResult | ExportResult>) {
    // The last answer goes first: the same words once more would not be heard.
    setAnswer(null);
    setAnswer(await question());
  }

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
      <div role="status">
        {said && (
          <p className={said.good ? 'verdict' : 'verdict problem'}>
            <Icon name={said.good ? 'check' : 'warning'} size={16} />
            <span>{said.text}</span>
          </p>
        )}
      </div>
    </Section>
  );
}

function sayAnswer(answer: ImportResult | ExportResult, t: Translate): Said | null {
  switch (answer.outcome) {
    case 'saved':
      return { good: true, text: t('window.reasonEditor.exported', { file: isolate(answer.file) }) };
    case 'failed':
      return {
        good: false,
        text: t('window.reasonEditor.notExported', { message: isolate(answer.message) }),
      };
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
    case 'cancelled':
      return null;
  }
}
