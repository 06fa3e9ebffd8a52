import { api } from '../../../api.ts';
import { showToast, useAppState, useAppStore } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { Card } from '../../../ui/card.tsx';
import { noticeText } from '../../notices.tsx';
import { PolicyErrors } from '../../policy-errors.tsx';

/** A notice about the app itself. It stays until dismissed. */
export function NoticeCard({ kind }: { kind: string }) {
  const t = useTranslation();
  const notice = useAppState(({ notices }) => notices.find((each) => each.kind === kind));
  if (notice === undefined) return null;
  return (
    <Card
      tone="plain"
      icon="info"
      role="status"
      onDismiss={notice.kind === 'simulatorOnly' ? undefined : () => void api.app.dismissNotice(notice.kind)}
      details={notice.kind === 'policyErrors' ? <PolicyErrors errors={notice.errors} /> : undefined}
    >
      <p>{noticeText(notice, t)}</p>
    </Card>
  );
}

/** The message of the window itself. */
export function ToastCard() {
  const toast = useAppStore((store) => store.toast);
  return (
    <Card tone="plain" icon="info" role="status" onDismiss={() => showToast(null)}>
      <p>{toast}</p>
    </Card>
  );
}
