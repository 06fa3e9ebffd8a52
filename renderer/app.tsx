import { useLayoutEffect } from 'react';
import type { AppState } from '../preload/contract/state.ts';
import { bridge } from './bridge.ts';
import { Announcer } from './components/announcer.tsx';
import { useMirror } from './store.ts';
import { FirstRun } from './views/first-run.tsx';
import { MainView } from './views/main-view.tsx';
import { Settings } from './views/settings.tsx';
import { Today } from './views/today.tsx';

type View = 'firstRun' | AppState['page'];

function viewOf({ account, page }: AppState): View {
  return account.mode === 'unset' ? 'firstRun' : page;
}

/** The window: one view at a time, in the agent's language. Nothing is drawn before the first state is here. */
export function App() {
  const state = useMirror((mirror) => mirror.state);
  const language = state?.language;
  const view = state === null ? null : viewOf(state);

  // Before the first paint, so that nothing is read in the wrong language and no key press is lost.
  useLayoutEffect(() => {
    if (language !== undefined) document.documentElement.lang = language;
  }, [language]);

  useLayoutEffect(() => {
    function leaveOnEscape(event: KeyboardEvent) {
      // Whoever handled Escape, a field or a question, has prevented the rest; so does an input method.
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      void (view === 'settings' || view === 'today' ? bridge.showPage('main') : bridge.hideWindow());
    }
    window.addEventListener('keydown', leaveOnEscape);
    return () => window.removeEventListener('keydown', leaveOnEscape);
  }, [view]);

  if (state === null || view === null) return null;
  return (
    <div className="window" data-framed={state.framed || undefined}>
      {view === 'firstRun' && <FirstRun />}
      {view === 'main' && <MainView />}
      {view === 'settings' && <Settings />}
      {view === 'today' && <Today />}
      {view !== 'firstRun' && <Announcer />}
    </div>
  );
}
