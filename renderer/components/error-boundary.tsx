import { Component, type ReactNode } from 'react';
import { useMirror } from '../store.ts';

/** When a part of the page cannot be drawn: what still holds, and a way on. React has this as a class only; main.tsx reports the error. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const { t } = useMirror.getState();
    return (
      <main className="window page fault" role="alert">
        <h1>{t?.('window.fault.title') ?? 'Standby'}</h1>
        <p>{t?.('window.fault.body')}</p>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {t?.('window.fault.reload') ?? '↻'}
        </button>
      </main>
    );
  }
}
