import { useState } from 'react';
import type { Translate } from '../../assets/locales/translate.ts';
import type { ExportResult } from '../../preload/contract/day.ts';
import { isolate } from '../words.ts';
import { Icon } from './icon.tsx';

/** What came of something that was asked for, in words. */
export type Said = { good: boolean; text: string };

/** What was answered last, and a way to ask. */
export function useAnswer<Answer>(): [Answer | null, (question: () => Promise<Answer>) => Promise<void>] {
  const [answer, setAnswer] = useState<Answer | null>(null);

  async function ask(question: () => Promise<Answer>) {
    // The last answer goes first: the same words once more would not be heard.
    setAnswer(null);
    setAnswer(await question());
  }

  return [answer, ask];
}

/** Shows what came of it; it is there before anything is said, so that it is heard. */
export function SaidLine({ said }: { said: Said | null }) {
  return (
    <div role="status">
      {said && (
        <p className={said.good ? 'verdict' : 'verdict problem'}>
          <Icon name={said.good ? 'check' : 'warning'} size={16} />
          <span>{said.text}</span>
        </p>
      )}
    </div>
  );
}

/**
 * What came of saving a file.
 * @param failed says what could not be saved, and why
 */
export function saySaved(
  result: ExportResult,
  t: Translate,
  failed: (message: string) => string,
): Said | null {
  switch (result.outcome) {
    case 'saved':
      return { good: true, text: t('window.savedAs', { file: isolate(result.file) }) };
    case 'failed':
      return { good: false, text: failed(isolate(result.message)) };
    case 'cancelled':
      return null;
  }
}
