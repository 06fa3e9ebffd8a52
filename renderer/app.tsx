import { lazy, Suspense, useDeferredValue, useLayoutEffect } from 'react';
import type { AppState } from '../preload/contract/state.ts';
import { bridge } from './bridge.ts';
import { Announcer } from './components/announcer.tsx';
import { useMirror } from './store.ts';
import { MainView } from './views/main-view.tsx';

// Most windows are opened for the main view alone. The others are one file: split further, what they share with the main view
// would be in many small ones, and its first painting would wait for them all.
const later = () => import('./views/later.ts');
const FirstRun = lazy(() => later().then((views) => ({ default: views.FirstRun })));
const Settings = lazy(() => later().then((views) => ({ default: views.Settings })));
const Today = lazy(() => later().then((views) => ({ default: views.Today })));

type View = 'firstRun' | AppState['page'];

function viewOf({ account, page }: AppState): View {
  return account.mode === 'unset' ? 'firstRun' : page;
}

/** The window: one view at a time, in the agent's language. Nothing is drawn before the first state is here. */
export function App() {
  const state = useMirror((mirror) => mirror.state);
  const language = state?.language;
  const asked = state === null ? null : viewOf(state);
  const loaded = useDeferredValue(asked, null);
  // The main view needs no loading, and what it takes the place of is gone at once. Until another is loaded, what was there stays.
  const view = asked === 'main' ? asked : loaded;

  // Before the first paint, so that nothing is read in the wrong language and no key press is lost.
  useLayoutEffect(() => {
    if (language !== undefined) document.documentElement.lang = language;
  }, [language]);

  useLayoutEffect(() => {
    function leaveOnEscape(event: KeyboardEvent) {
      // Whoever handled Escape, a field or a question, has prevented the rest; so does an input method.
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      void (asked === 'settings' || asked === 'today' ? bridge.showPage('main') : bridge.hideWindow());
    }
    window.addEventListener('keydown', leaveOnEscape);
    return () => window.removeEventListener('keydown', leaveOnEscape);
  }, [asked]);

  // Suspense is there before any view: of one that comes with its view React draws the fallback first, and holds the view back.
  return (
    <Suspense>
      {state !== null && view !== null && (
        <div className="window" data-framed={state.framed || undefined}>
          {view === 'firstRun' && <FirstRun />}
          {view === 'main' && <MainView />}
          {view === 'settings' && <Settings />}
          {view === 'today' && <Today />}
          {view !== 'firstRun' && <Announcer />}
        </div>
      )}
    </Suspense>
  );
}
