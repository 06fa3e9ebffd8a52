import { useState } from 'react';
import type { Translate } from '../../shared/i18n.ts';
import type { ExportResult } from '../../shared/activity.ts';
import { bidiIsolate } from '../i18n.ts';
import { Icon } from './icon.tsx';

/** The result of an action as text. */
export type ResultSummary = { ok: boolean; text: string };

/** Hook for an async action: its last result, and a function that runs it. */
export function useAsyncResult<Result>(): [Result | null, (call: () => Promise<Result>) => Promise<void>] {
  const [result, setResult] = useState<Result | null>(null);

  async function run(call: () => Promise<Result>) {
    // Clear the old result first: a live region does not announce the same text twice.
    setResult(null);
    setResult(await call());
  }

  return [result, run];
}

/** Shows the result of an action. The live region stays mounted, so that screen readers announce its text. */
export function ResultMessage({ summary }: { summary: ResultSummary | null }) {
  return (
    <div role="status">
      {summary && (
        <p className={summary.ok ? 'result-message' : 'result-message field-error'}>
          <Icon name={summary.ok ? 'check' : 'warning'} size={16} />
          <span>{summary.text}</span>
        </p>
      )}
    </div>
  );
}

/**
 * The result of saving a file; null when cancelled.
 * @param toErrorText formats the error from the system's message
 */
export function saveResultMessage(
  result: ExportResult,
  t: Translate,
  toErrorText: (message: string) => string,
): ResultSummary | null {
  switch (result.outcome) {
    case 'saved':
      return { ok: true, text: t('window.savedAs', { file: bidiIsolate(result.file) }) };
    case 'failed':
      return { ok: false, text: toErrorText(bidiIsolate(result.message)) };
    case 'cancelled':
      return null;
  }
}
