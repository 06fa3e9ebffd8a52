/** Connects the settings to the modules that use them. Each change applies at once. */
import type { ExportResult } from '../../../shared/activity.ts';
import type { Preferences } from '../../../shared/preferences.ts';
import type { Notice } from '../../../shared/notice.ts';
import { HIDDEN_HINTS_MAX, type PendingSettingsUndo } from '../../../shared/state.ts';
import type { Language } from '../../../shared/domain.ts';
import type { Autostart } from '../../desktop/system/autostart.ts';
import type { PickedFile } from '../../desktop/window/file-dialogs.ts';
import type { Shortcuts } from '../../desktop/shortcuts/shortcuts.ts';
import type { Policy } from '../../settings/policy/policy-schema.ts';
import { toPublicMemory } from '../../settings/reason-memory.ts';
import type { SettingsFile } from '../../settings/settings-file.ts';
import type { CancelTimer, Clock } from '../../../shared/clock.ts';
import { addNotice, type AppStore } from '../store.ts';
import type { Locales } from '../locales.ts';
import { withSavedReasons } from './choice-shortcuts.ts';
import { createReasonSettings } from './reason-settings.ts';
import { createSeenReasons } from './seen-reasons.ts';
import { createShortcutSettings } from './shortcut-settings.ts';
import { errorMessage } from '../../../shared/errors.ts';

/** Long enough to notice, to reach the button by keyboard, and for a screen reader to announce it. */
const UNDO_WINDOW_MS = 20_000;

export type SettingsServiceDeps = {
  time: Clock;
  store: AppStore;
  settings: SettingsFile;
  /** The language of the settings, or of the system. */
  language: () => Language;
  translateInto: Locales['translateInto'];
  shortcuts: Shortcuts;
  autostart: Autostart;
  setTheme: (theme: Preferences['theme']) => void;
  /** Called after the preferences have changed. */
  onPreferencesChange: () => void;
  pickFile: () => Promise<PickedFile>;
  exportFile: (suggestedName: string, text: string) => Promise<ExportResult>;
  policy: Policy;
  platform: NodeJS.Platform;
};

export type SettingsService = ReturnType<typeof createSettingsService>;

export function createSettingsService(deps: SettingsServiceDeps) {
  const { time, store, settings, language } = deps;
  let pendingUndo = () => {};
  let cancelUndoTimer: CancelTimer = () => {};

  const defaultReasons = () => deps.translateInto(language())('reasons', { returnObjects: true });

  const seenReasons = createSeenReasons({
    settings,
    isLocked: deps.policy.reasons !== undefined,
    save,
  });

  /** Applies the settings to the state, the theme and the preferences' listeners. */
  function applySettings(): void {
    const { preferences } = settings.get();
    const reasons = settings.get().reasons ?? defaultReasons();
    store.setState((state) => ({
      preferences,
      language: language(),
      reasons,
      seenReasons: seenReasons.offered(reasons),
      ...toPublicMemory(settings.get()),
      hiddenHints: settings.get().hiddenHints,
      choiceShortcuts: withSavedReasons(state.choiceShortcuts, settings.get().choiceShortcuts),
    }));
    deps.setTheme(preferences.theme);
    deps.onPreferencesChange();
  }

  async function save(change: Parameters<SettingsFile['update']>[0]): Promise<Notice | null> {
    const saving = settings.update(change);
    applySettings();
    const notice = await saving;
    if (notice) addNotice(store, notice);
    return notice;
  }

  function offerUndo(what: PendingSettingsUndo['what'], name: string, undo: () => void): void {
    cancelUndoTimer();
    pendingUndo = undo;
    store.setState({ pendingSettingsUndo: { what, name, until: time.now() + UNDO_WINDOW_MS } });
    cancelUndoTimer = time.setTimer(UNDO_WINDOW_MS, clearUndo);
  }

  function clearUndo(): void {
    cancelUndoTimer();
    pendingUndo = () => {};
    store.setState({ pendingSettingsUndo: null });
  }

  const reasonSettings = createReasonSettings({
    settings,
    isLocked: deps.policy.reasons !== undefined,
    defaultReasons,
    save,
    offerUndo,
    onInvisibleRemoved: () => addNotice(store, { kind: 'invisibleRemoved' }),
    pickFile: deps.pickFile,
    exportFile: deps.exportFile,
  });
  const shortcutSettings = createShortcutSettings({
    store,
    settings,
    shortcuts: deps.shortcuts,
    save,
    offerUndo,
    areChoicesLocked: deps.policy.shortcuts !== undefined,
    isLocked: (action) => deps.policy.shortcuts?.[action] !== undefined,
    platform: deps.platform,
  });

  /** Sets autostart and refreshes its state. Null keeps it as it is, but repairs a broken entry. */
  async function setStartAtLogin(on: boolean | null): Promise<{ message: string } | null> {
    try {
      await (on === null ? deps.autostart.repair() : deps.autostart.set(on));
      return null;
    } catch (error) {
      return { message: errorMessage(error) };
    } finally {
      store.setState({ startAtLogin: await deps.autostart.isEnabled() });
    }
  }

  /**
   * Saves the default reasons as the agent's own once there is an account. From then on they are data of the contact center,
   * whose reports would count one reason under two names if a change of the display language changed their texts.
   */
  function keepReasons(): void {
    const isAgents = deps.policy.reasons === undefined && store.getState().account.mode === 'account';
    if (isAgents && settings.get().reasons === null) void save({ reasons: store.getState().reasons });
  }

  /** Adapts the reasons to the account that is set up now. */
  function onAccountChange(): void {
    keepReasons();
    seenReasons.onAccountChange();
    store.setState(({ reasons }) => ({
      ...toPublicMemory(settings.get()),
      seenReasons: seenReasons.offered(reasons),
    }));
  }

  return {
    reasonSettings,
    shortcutSettings,
    onAccountChange,
    onAgentChange: seenReasons.onAgentChange,

    /** Restores theme, shortcuts and autostart from the settings. */
    start: async () => {
      deps.setTheme(settings.get().preferences.theme);
      onAccountChange();
      await Promise.all([
        shortcutSettings.start(),
        // The result is in the state. The error message is dropped: no user action caused the change.
        setStartAtLogin(deps.policy.startAtLogin ?? null),
      ]);
    },

    savePreferences: async (preferences: Preferences) => {
      const notice = await save({ preferences });
      return notice?.kind === 'settingsNotSaved' ? { message: notice.message } : null;
    },

    hideHint: (hint: string) => {
      const others = settings.get().hiddenHints.filter((hidden) => hidden !== hint);
      void save({ hiddenHints: [hint, ...others].slice(0, HIDDEN_HINTS_MAX) });
    },

    showHints: () => {
      void save({ hiddenHints: [] });
    },

    undo: () => {
      const undo = pendingUndo;
      clearUndo();
      undo();
    },

    setStartAtLogin: (on: boolean) => setStartAtLogin(deps.policy.startAtLogin ?? on),
  };
}
