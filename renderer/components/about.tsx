import type { ReactNode } from 'react';
import { bridge } from '../bridge.ts';
import { useAppState } from '../store.ts';
import { useText } from '../words.ts';
import { CopyButton } from './copy-button.tsx';
import { Logo } from './logo.tsx';

/** What this Standby is and runs on, and where it leaves its traces. */
export function About() {
  const t = useText();
  const { about, policyFile } = useAppState();
  return (
    <>
      <div className="about-lead">
        <Logo />
        <p>{t('window.version', { version: about.version })}</p>
      </div>
      <dl className="facts">
        <Fact name="Electron">{about.electron}</Fact>
        <Fact name="Chromium">{about.chromium}</Fact>
        <Fact name="Node.js">{about.node}</Fact>
        <Fact name={t('window.aboutPage.system')}>{about.system}</Fact>
        <Fact name={t('window.keychain')}>{t(`window.aboutPage.keychain.${about.keychain}`)}</Fact>
        <Fact name={t('window.aboutPage.logs')}>
          <bdi>{about.logFolder}</bdi>
        </Fact>
        {policyFile !== null && (
          <Fact name={t('window.aboutPage.policy')}>
            <bdi>{policyFile}</bdi>
          </Fact>
        )}
      </dl>
      <div className="buttons">
        <button type="button" className="button" onClick={() => void bridge.openLogFolder()}>
          {t('window.aboutPage.openLogs')}
        </button>
        <CopyButton label={t('window.aboutPage.copy')} copy={bridge.copyDiagnostics} />
      </div>
      <p className="hint">{t('window.aboutPage.copyHint')}</p>
      <div className="buttons about-end">
        <button type="button" className="button" onClick={() => void bridge.quit()}>
          {t('tray.quit')}
        </button>
      </div>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
