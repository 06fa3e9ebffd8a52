import { lazy, Suspense, useDeferredValue, useLayoutEffect } from 'react';
import type { AppState } from '../shared/state.ts';
import { api } from './api.ts';
import { Announcer } from './ui/live-region.tsx';
import { useAppStore } from './store.ts';
import { MainView } from './features/status/main-view.tsx';

// The other views share one lazy chunk. With a chunk for each, the bundler would split the code shared with the main view
// into many small files, and the first paint would wait for all of them.
const loadLazyViews = () => import('./features/lazy.ts');
const FirstRun = lazy(() => loadLazyViews().then((views) => ({ default: views.FirstRun })));
const Settings = lazy(() => loadLazyViews().then((views) => ({ default: views.Settings })));
const Today = lazy(() => loadLazyViews().then((views) => ({ default: views.Today })));

type View = 'firstRun' | AppState['route'];

function getView({ account, route }: AppState): View {
  return account.mode === 'unconfigured' ? 'firstRun' : route;
}

/** Root component: renders the requested view. Renders nothing before the first state. */
export function App() {
  const language = useAppStore(({ state }) => state?.language);
  const hasNativeFrame = useAppStore(({ state }) => state?.hasNativeFrame);
  const requested = useAppStore(({ state }) => state && getView(state));
  const loaded = useDeferredValue(requested, null);
  // The main view is bundled eagerly and shown immediately. Another view replaces the current one once its chunk is loaded.
  const view = requested === 'main' ? requested : loaded;

  // Layout effects run before the first paint, so that screen readers get the right language and no key press is lost.
  useLayoutEffect(() => {
    if (language !== undefined) document.documentElement.lang = language;
  }, [language]);

  useLayoutEffect(() => {
    function handleEscape(event: KeyboardEvent) {
      // A field or a confirmation that handled Escape has called preventDefault(). An input method consumes Escape while composing.
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      void (requested === 'settings' || requested === 'today'
        ? api.app.navigate('main')
        : api.app.hideWindow());
    }
    window.addEventListener('keydown', handleEscape);
    return () => window.removeEventListener('keydown', handleEscape);
  }, [requested]);

  // Keep Suspense mounted: mounting it together with a lazy view would flash the fallback.
  return (
    <Suspense>
      {requested !== null && view !== null && (
        <div className="window" data-native-frame={hasNativeFrame === true ? true : undefined}>
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
