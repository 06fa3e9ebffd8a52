import type { ReactNode } from 'react';
import { api } from '../../../api.ts';
import { useAppState } from '../../../store.ts';
import { useTranslation } from '../../../i18n.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Logo } from '../../../ui/logo.tsx';

/** About tab: versions, keychain, log folder, policy file, diagnostics, quit. */
export function About() {
  const t = useTranslation();
  const about = useAppState((state) => state.about);
  const policyFile = useAppState((state) => state.policyFile);
  return (
    <>
      <div className="about-lead">
        <Logo />
        <p>{t('window.version', { version: about.version })}</p>
      </div>
      <dl className="facts">
        <FactRow name="Electron">{about.electron}</FactRow>
        <FactRow name="Chromium">{about.chromium}</FactRow>
        <FactRow name="Node.js">{about.node}</FactRow>
        <FactRow name={t('window.aboutPage.system')}>{about.system}</FactRow>
        <FactRow name={t('window.keychain')}>{t(`window.aboutPage.keychain.${about.keychain}`)}</FactRow>
        <FactRow name={t('window.aboutPage.logs')}>
          <bdi>{about.logFolder}</bdi>
        </FactRow>
        {policyFile !== null && (
          <FactRow name={t('window.aboutPage.policy')}>
            <bdi>{policyFile}</bdi>
          </FactRow>
        )}
      </dl>
      <div className="buttons">
        <button type="button" className="button" onClick={() => void api.app.openLogFolder()}>
          {t('window.aboutPage.openLogs')}
        </button>
        <CopyButton label={t('window.aboutPage.copy')} copy={api.app.copyDiagnostics} />
      </div>
      <p className="hint">{t('window.aboutPage.copyHint')}</p>
      <div className="buttons about-end">
        <button type="button" className="button" onClick={() => void api.app.quit()}>
          {t('tray.quit')}
        </button>
      </div>
    </>
  );
}

function FactRow({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
