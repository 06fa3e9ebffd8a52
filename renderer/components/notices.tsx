import type { ReactNode } from 'react';
import type { Translate } from '../../assets/locales/translate.ts';
import type { Notice } from '../../preload/contract/notice.ts';
import { bridge } from '../bridge.ts';
import { say, useAppState, useMirror } from '../store.ts';
import { isolate, useText } from '../words.ts';
import { Icon } from './icon.tsx';
import { PolicyProblems } from './policy-problems.tsx';

/** What happened to the app itself, and what the window has to say; each stays until it was read. */
export function Notices() {
  const t = useText();
  const { notices } = useAppState();
  const note = useMirror((mirror) => mirror.note);
  return (
    <div className="notices" role="status">
      {notices.map((notice) => (
        <Strip
          key={notice.kind}
          text={noticeText(notice, t)}
          onDismiss={() => void bridge.dismissNotice(notice.kind)}
        >
          {notice.kind === 'policyProblems' && <PolicyProblems problems={notice.problems} />}
        </Strip>
      ))}
      {note !== null && <Strip text={note} onDismiss={() => say(null)} />}
    </div>
  );
}

function noticeText(notice: Notice, t: Translate): string {
  switch (notice.kind) {
    case 'logNotSaved':
      return t('notice.logNotSaved', { message: isolate(notice.message) });
    case 'keychainLate':
      return t(`notice.keychainLate.${notice.what}`, { message: isolate(notice.message) }).trim();
    case 'invisibleRemoved':
      return t('notice.invisibleRemoved');
    case 'settingsUnreadable':
    case 'settingsNotSaved':
    case 'appFault':
      return t(`notice.${notice.kind}`, {
        file: isolate(notice.file),
        message: isolate(notice.message),
      });
    case 'settingsDamaged':
    case 'settingsNewer':
    case 'policyProblems':
      return t(`notice.${notice.kind}`, { file: isolate(notice.file) });
  }
}

type StripProps = { text: string; onDismiss: () => void; children?: ReactNode };

function Strip({ text, onDismiss, children }: StripProps) {
  const t = useText();
  return (
    <div className="strip">
      <Icon name="info" size={16} />
      <div className="strip-words">
        <p>{text}</p>
        {children}
      </div>
      <button type="button" className="icon-button" aria-label={t('window.dismiss')} onClick={onDismiss}>
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
