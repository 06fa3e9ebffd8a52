import { Component, type ReactNode } from 'react';
import { useAppStore } from '../store.ts';

/** Error boundary: shows an app error and a reload button. React requires a class; main.tsx reports the error. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const { t } = useAppStore.getState();
    return (
      <main className="window page app-error" role="alert">
        <h1>{t?.('window.appError.title') ?? 'Standby'}</h1>
        <p>{t?.('window.appError.body')}</p>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {t?.('window.appError.reload') ?? '↻'}
        </button>
      </main>
    );
  }
}
