import type { ReactNode } from 'react';
import type { Translate } from '../../shared/i18n.ts';
import type { Notice } from '../../shared/notice.ts';
import { api } from '../api.ts';
import { showToast, useAppState, useAppStore } from '../store.ts';
import { bidiIsolate, useTranslation } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { PolicyErrors } from './policy-errors.tsx';

/** Notices about the app itself, and the toast. Each stays until dismissed. */
export function Notices() {
  const t = useTranslation();
  const notices = useAppState((state) => state.notices);
  const toast = useAppStore((store) => store.toast);
  return (
    <div className="notices" role="status">
      {notices.map((notice) => (
        <NoticeBar
          key={notice.kind}
          text={noticeText(notice, t)}
          onDismiss={notice.kind === 'simulatorOnly' ? null : () => void api.app.dismissNotice(notice.kind)}
        >
          {notice.kind === 'policyErrors' && <PolicyErrors errors={notice.errors} />}
        </NoticeBar>
      ))}
      {toast !== null && <NoticeBar text={toast} onDismiss={() => showToast(null)} />}
    </div>
  );
}

/** The sentence of a notice. */
export function noticeText(notice: Notice, t: Translate): string {
  switch (notice.kind) {
    case 'statusProgramFailed':
      return t('notice.statusProgramFailed', {
        program: bidiIsolate(notice.program),
        message: bidiIsolate(notice.message),
      });
    case 'logWriteFailed':
      return t('notice.logWriteFailed', { message: bidiIsolate(notice.message) });
    case 'keychainLate':
      return t(`notice.keychainLate.${notice.what}`, { message: bidiIsolate(notice.message) }).trim();
    case 'invisibleRemoved':
    case 'notificationsOff':
    case 'simulatorOnly':
      return t(`notice.${notice.kind}`);
    case 'settingsUnreadable':
    case 'settingsNotSaved':
    case 'unhandledError':
      return t(`notice.${notice.kind}`, {
        file: bidiIsolate(notice.file),
        message: bidiIsolate(notice.message),
      });
    case 'settingsValuesReset':
      return t('notice.settingsValuesReset', {
        file: bidiIsolate(notice.file),
        values: notice.values.map(bidiIsolate).join(', '),
      });
    case 'settingsDamaged':
    case 'settingsNewer':
    case 'policyErrors':
      return t(`notice.${notice.kind}`, { file: bidiIsolate(notice.file) });
  }
}

type NoticeBarProps = { text: string; onDismiss: (() => void) | null; children?: ReactNode };

function NoticeBar({ text, onDismiss, children }: NoticeBarProps) {
  const t = useTranslation();
  return (
    <div className="notice-bar">
      <Icon name="info" size={16} />
      <div className="notice-bar-text">
        <p>{text}</p>
        {children}
      </div>
      {onDismiss !== null && (
        <button type="button" className="icon-button" aria-label={t('window.dismiss')} onClick={onDismiss}>
          <Icon name="close" size={16} />
        </button>
      )}
    </div>
  );
}
