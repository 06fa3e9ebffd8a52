/** The reasons on offer: edited one by one, carried over to another computer as a file, and back to the usual ones. */
import type { ExportResult } from '../../preload/contract/day.ts';
import type { Problem } from '../../preload/contract/inputs.ts';
import { reasonsFile, type ImportResult, type ReasonEdit } from '../../preload/contract/settings.ts';
import type { Notice } from '../../preload/contract/notice.ts';
import type { Reasons, SettingsUndo } from '../../preload/contract/state.ts';
import type { PickedFile } from '../desktop/files.ts';
import { edited, listProblem, withRenamedReason } from '../settings/reasons.ts';
import { lostInvisible, tidyWords } from '../settings/typed-text.ts';
import type { SettingsFile } from '../settings/settings-file.ts';

export type ReasonBookPorts = {
  settings: SettingsFile;
  /** The company has set them. */
  locked: boolean;
  /** The ones that come with the language. */
  usual: () => Reasons;
  /** Saves, and shows what is in force then. */
  save: (change: Parameters<SettingsFile['update']>[0]) => Promise<Notice | null>;
  offerUndo: (what: SettingsUndo['what'], name: string, restore: () => void) => void;
  /** A reason held a character that nobody can see, and is kept without it. */
  onInvisible: () => void;
  pickFile: () => Promise<PickedFile>;
  exportFile: (suggestedName: string, text: string) => Promise<ExportResult>;
};

export type ReasonBook = {
  /** In force at once; whoever edits does not wait for the disk, and a save that fails is said by a notice. */
  edit: (edit: ReasonEdit) => Problem | null;
  import: () => Promise<ImportResult>;
  export: () => Promise<ExportResult>;
};

export function createReasonBook(ports: ReasonBookPorts): ReasonBook {
  const { settings, save } = ports;
  const inForce = () => settings.get().reasons ?? ports.usual();

  /** Saves other reasons, with the way back to the ones of now. */
  function replace(reasons: Reasons | null, what: SettingsUndo['what'], name = ''): void {
    const before = settings.get().reasons;
    void save({ reasons });
    ports.offerUndo(what, name, () => void save({ reasons: before }));
  }

  return {
    edit: (edit) => {
      if (ports.locked) return null;
      if (edit.do === 'reset') {
        replace(null, 'reasonsReset');
        return null;
      }
      const result = edited(inForce(), edit);
      if (!result.ok) return result.problem;
      const { reasons } = result;
      const typed = edit.do === 'add' ? edit.reason : edit.do === 'rename' ? edit.to : '';
      if (lostInvisible(typed, tidyWords(typed))) ports.onInvisible();
      if (edit.do === 'remove') replace(reasons, 'reasonRemoved', edit.reason);
      else if (edit.do === 'rename') {
        const { preferences } = settings.get();
        const renamed = withRenamedReason(preferences, edit.status, edit.reason, tidyWords(edit.to));
        void save({ reasons, preferences: renamed });
      } else void save({ reasons });
      return null;
    },

    import: async () => {
      if (ports.locked) return { outcome: 'cancelled' };
      const picked = await ports.pickFile();
      if (picked.outcome !== 'picked') return picked;
      const parsed = parse(picked.text);
      if (!parsed) return { outcome: 'refused', file: picked.file, reason: '', problem: 'notReasons' };
      const { reasons: found, hadInvisible } = parsed;
      const wrong = listProblem(found);
      if (wrong) return { outcome: 'refused', file: picked.file, ...wrong };
      replace(found, 'reasonsImported');
      if (hadInvisible) ports.onInvisible();
      return { outcome: 'imported' };
    },

    export: () => {
      const text = JSON.stringify({ standbyReasons: 1, reasons: inForce() }, null, 2);
      return ports.exportFile('Standby reasons.json', `${text}\n`);
    },
  };
}

/** The reasons in a file, in their tidy form; null when it is not a file of reasons. */
function parse(text: string): { reasons: Reasons; hadInvisible: boolean } | null {
  try {
    const parsed = reasonsFile.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    const { rest, notReady } = parsed.data.reasons;
    return {
      reasons: { rest: rest.map(tidyWords), notReady: notReady.map(tidyWords) },
      hadInvisible: [...rest, ...notReady].some((reason) => lostInvisible(reason, tidyWords(reason))),
    };
  } catch {
    return null;
  }
}
