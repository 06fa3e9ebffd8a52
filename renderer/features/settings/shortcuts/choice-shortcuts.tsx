import { useRef, useState } from 'react';
import type { ChoiceShortcutId } from '../../../../shared/domain.ts';
import { api } from '../../../api.ts';
import { useAppState } from '../../../store.ts';
import { usePolicyLocks } from '../../../ui/policy-lock.tsx';
import { useTranslation } from '../../../i18n.ts';
import { Section } from '../../../ui/section.tsx';
import { ChoiceShortcutForm } from './choice-shortcut-form.tsx';
import { choiceName } from './shortcut-name.ts';
import { ShortcutRow } from './shortcut-row.tsx';

/** The shortcuts that set a status with its reason and plan the return. */
export function ChoiceShortcuts() {
  const t = useTranslation();
  const shortcuts = useAppState((state) => state.choiceShortcuts);
  const isLocked = usePolicyLocks()('shortcuts');
  const addButton = useRef<HTMLButtonElement>(null);
  const [isFormOpen, setIsFormOpen] = useState(false);
  const [addedId, setAddedId] = useState<ChoiceShortcutId | null>(null);

  function closeForm(id: ChoiceShortcutId | null) {
    setIsFormOpen(false);
    setAddedId(id);
    // The recorder of an added shortcut takes the focus itself.
    if (id === null) addButton.current?.focus();
  }

  return (
    <Section
      title={t('window.shortcuts.choices')}
      hint={t('window.shortcuts.choicesHint')}
      locked={isLocked && shortcuts.length === 0}
    >
      {shortcuts.length > 0 && (
        <ul className="shortcuts">
          {shortcuts.map((shortcut) => (
            <ShortcutRow
              // Another key starts the recording also in a row that was shown before the call returned.
              key={shortcut.id === addedId ? `${shortcut.id} added` : shortcut.id}
              id={shortcut.id}
              name={choiceName(shortcut, t)}
              shortcut={{ ...shortcut, locked: isLocked }}
              isNew={shortcut.id === addedId}
              onRemove={() => {
                addButton.current?.focus();
                setAddedId(null);
                void api.settings.removeChoiceShortcut(shortcut.id);
              }}
            />
          ))}
        </ul>
      )}
      {!isLocked && (
        <button
          type="button"
          className="button"
          ref={addButton}
          aria-expanded={isFormOpen}
          onClick={() => (isFormOpen ? closeForm(null) : setIsFormOpen(true))}
        >
          {t('window.shortcuts.add')}
        </button>
      )}
      {isFormOpen && !isLocked && <ChoiceShortcutForm onDone={closeForm} />}
    </Section>
  );
}
