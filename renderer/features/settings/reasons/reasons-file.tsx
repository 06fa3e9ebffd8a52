import type { Translate } from '../../../../shared/i18n.ts';
import type { ExportResult } from '../../../../shared/activity.ts';
import type { ImportResult } from '../../../../shared/ipc/settings-results.ts';
import { api } from '../../../api.ts';
import { reasonErrorText } from '../../../validation-messages.ts';
import { bidiIsolate, useTranslation } from '../../../i18n.ts';
import {
  ResultMessage,
  saveResultMessage,
  useAsyncResult,
  type ResultSummary,
} from '../../../ui/result-message.tsx';
import { Section } from '../../../ui/section.tsx';

type FileResult = ImportResult | ExportResult;

/** Import, export and reset of all reasons. */
export function ReasonsFile({ locked }: { locked: boolean }) {
  const t = useTranslation();
  const [result, run] = useAsyncResult<FileResult>();

  return (
    <Section title={t('window.reasonEditor.all')} hint={t('window.reasonEditor.allHint')}>
      <div className="buttons">
        {!locked && (
          <button type="button" className="button" onClick={() => void run(api.settings.importReasons)}>
            {t('window.reasonEditor.import')}
          </button>
        )}
        <button type="button" className="button" onClick={() => void run(api.settings.exportReasons)}>
          {t('window.reasonEditor.export')}
        </button>
        {!locked && (
          <button
            type="button"
            className="button"
            onClick={() => void api.settings.editReasons({ type: 'reset' })}
          >
            {t('window.reasonEditor.reset')}
          </button>
        )}
      </div>
      <ResultMessage summary={result && fileResultSummary(result, t)} />
    </Section>
  );
}

function fileResultSummary(result: FileResult, t: Translate): ResultSummary | null {
  switch (result.outcome) {
    case 'unreadable': {
      const [file, message] = [bidiIsolate(result.file), bidiIsolate(result.message)];
      return { ok: false, text: t('window.reasonEditor.unreadable', { file, message }) };
    }
    case 'refused': {
      const problem = reasonErrorText(result.validationError, t);
      // An empty reason means that the whole file is invalid.
      const what = bidiIsolate(result.reason === '' ? result.file : result.reason);
      return { ok: false, text: t('window.reasonEditor.refused', { what, problem }) };
    }
    // Shown by the undo bar.
    case 'imported':
      return null;
    case 'saved':
    case 'failed':
    case 'cancelled':
      return saveResultMessage(result, t, (message) => t('window.reasonEditor.notExported', { message }));
  }
}
