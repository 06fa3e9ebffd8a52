import type { ExportResult } from '../../../shared/activity.ts';
import { api } from '../../api.ts';
import { useTranslation } from '../../i18n.ts';
import { ResultMessage, saveResultMessage, useAsyncResult } from '../../ui/result-message.tsx';

/** Footer of Today: export of the day as CSV, with its result. */
export function LogActions({ day }: { day: string | null }) {
  const t = useTranslation();
  const [result, run] = useAsyncResult<ExportResult>();
  const summary =
    result && saveResultMessage(result, t, (message) => t('window.today.notSaved', { message }));

  return (
    <footer className="footer log-footer">
      <ResultMessage summary={summary} />
      <div className="buttons">
        <button
          type="button"
          className="button"
          disabled={day === null}
          onClick={() => day !== null && void run(() => api.activity.exportDay(day))}
        >
          {t('window.today.export')}
        </button>
      </div>
    </footer>
  );
}
