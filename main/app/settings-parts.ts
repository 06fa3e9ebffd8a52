/** What can be set, joined to the parts of the app that it changes. Each change applies at once. */
import type { ExportResult } from '../../preload/contract/day.ts';
import type { Preferences } from '../../preload/contract/preferences.ts';
import type { Notice } from '../../preload/contract/notice.ts';
import type { SettingsUndo } from '../../preload/contract/state.ts';
import type { Language } from '../../preload/contract/vocabulary.ts';
import type { Autostart } from '../desktop/autostart.ts';
import type { PickedFile } from '../desktop/files.ts';
import type { Shortcuts } from '../desktop/shortcuts.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import type { Cancel, Time } from '../time.ts';
import { say, type AppStore } from './app-store.ts';
import type { Languages } from './languages.ts';
import { createReasonBook } from './reason-book.ts';
import { createShortcutDesk } from './shortcut-desk.ts';

/** Long enough to notice, to reach the button by keyboard, and to have it read out. */
const UNDO_MS = 20_000;

export type SettingsPartsPorts = {
  time: Time;
  store: AppStore;
  settings: SettingsFile;
  /** The language of the settings, or of the system. */
  language: () => Language;
  translateInto: Languages['translateInto'];
  shortcuts: Shortcuts;
  autostart: Autostart;
  setTheme: (theme: Preferences['theme']) => void;
  /** The preferences have changed. */
  onPreferences: () => void;
  pickFile: () => Promise<PickedFile>;
  exportFile: (suggestedName: string, text: string) => Promise<ExportResult>;
  policy: Policy;
  platform: NodeJS.Platform;
};

export type SettingsParts = ReturnType<typeof createSettingsParts>;

export function createSettingsParts(ports: SettingsPartsPorts) {
  const { time, store, settings, language } = ports;
  let restore = () => {};
  let stopOffer: Cancel = () => {};

  const usualReasons = () => ports.translateInto(language())('reasons', { returnObjects: true });

  /** Everything that is drawn from the settings follows them. */
  function follow(): void {
    const { preferences, reasons } = settings.get();
    store.setState({ preferences, language: language(), reasons: reasons ?? usualReasons() });
    ports.setTheme(preferences.theme);
    ports.onPreferences();
  }

  async function save(change: Parameters<SettingsFile['update']>[0]): Promise<Notice | null> {
    const saving = settings.update(change);
    follow();
    const trouble = await saving;
    if (trouble) say(store, trouble);
    return trouble;
  }

  function offerUndo(what: SettingsUndo['what'], name: string, wayBack: () => void): void {
    stopOffer();
    restore = wayBack;
    store.setState({ settingsUndo: { what, name, until: time.now() + UNDO_MS } });
    stopOffer = time.after(UNDO_MS, endOffer);
  }

  function endOffer(): void {
    stopOffer();
    restore = () => {};
    store.setState({ settingsUndo: null });
  }

  const reasonBook = createReasonBook({
    settings,
    locked: ports.policy.reasons !== undefined,
    usual: usualReasons,
    save,
    offerUndo,
    onInvisible: () => say(store, { kind: 'invisibleRemoved' }),
    pickFile: ports.pickFile,
    exportFile: ports.exportFile,
  });
  const shortcutDesk = createShortcutDesk({
    store,
    settings,
    shortcuts: ports.shortcuts,
    save,
    offerUndo,
    isLocked: (action) => ports.policy.shortcuts?.[action] !== undefined,
    platform: ports.platform,
  });

  /** Null leaves it as it is, mends what cannot work, and finds out how that is. */
  async function setStartAtLogin(on: boolean | null): Promise<{ message: string } | null> {
    try {
      await (on === null ? ports.autostart.mend() : ports.autostart.set(on));
      return null;
    } catch (error) {
      return { message: error instanceof Error ? error.message : String(error) };
    } finally {
      store.setState({ startAtLogin: await ports.autostart.isOn() });
    }
  }

  return {
    reasonBook,
    shortcutDesk,

    /** Takes everything up as it was left. */
    start: async () => {
      ports.setTheme(settings.get().preferences.theme);
      await Promise.all([
        shortcutDesk.start(),
        // What came of it shows in the state; whoever has locked it is not here to be told.
        setStartAtLogin(ports.policy.startAtLogin ?? null),
      ]);
    },

    savePreferences: async (wanted: Preferences) => {
      const trouble = await save({ preferences: wanted });
      return trouble?.kind === 'settingsNotSaved' ? { message: trouble.message } : null;
    },

    undo: () => {
      const wayBack = restore;
      endOffer();
      wayBack();
    },

    setStartAtLogin: (on: boolean) => setStartAtLogin(ports.policy.startAtLogin ?? on),
  };
}
