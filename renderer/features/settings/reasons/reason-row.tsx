import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { BreakLimit } from '../../../../shared/preferences.ts';
import type { ValidationError } from '../../../../shared/ipc/forms.ts';
import { useTranslation } from '../../../i18n.ts';
import { Icon } from '../../../ui/icon.tsx';
import { hasLimit } from './break-limits.ts';
import { ReasonLimit } from './reason-limit.tsx';
import { ReasonField } from './reason-field.tsx';

/** The focusable parts of a row. */
export type RowPart = 'name' | 'up' | 'down';

type Props = {
  reason: string;
  locked: boolean;
  first: boolean;
  last: boolean;
  /** Where a row dragged over this one would be dropped; null when it cannot. */
  dropSide: 'above' | 'below' | null;
  /** Its time limit; without times where it has none. */
  limit: BreakLimit;
  limitsLocked: boolean;
  onLimit: (limit: BreakLimit) => void;
  onMove: (by: -1 | 1, part: RowPart) => void;
  onRename: (to: string) => Promise<ValidationError | null>;
  onRemove: () => void;
  onDrag: (on: boolean) => void;
  onDrop: () => void;
};

/** A reason in the editor: its name, which a click makes editable, and buttons to move and remove it. */
export function ReasonRow(props: Props) {
  const { reason, locked, dropSide, onMove, limit, limitsLocked, onLimit } = props;
  const t = useTranslation();
  const nameButton = useRef<HTMLButtonElement>(null);
  const [isRenaming, setIsRenaming] = useState(false);
  const [isDropTarget, setIsDropTarget] = useState(false);
  const wasClosedByKeyboard = useRef(false);
  /** The reason whose empty limit is open. Rows are keyed by index, and another reason may take this place. */
  const [openLimitOf, setOpenLimitOf] = useState<string | null>(null);
  const isLimitOpen = openLimitOf === reason;
  const isLimitShown = hasLimit(limit) || isLimitOpen;

  // After Enter or Escape, focus returns to the name; after a click elsewhere, focus stays there.
  useLayoutEffect(() => {
    if (isRenaming || !wasClosedByKeyboard.current) return;
    wasClosedByKeyboard.current = false;
    nameButton.current?.focus();
  }, [isRenaming]);

  function close(byKeyboard: boolean) {
    wasClosedByKeyboard.current = byKeyboard;
    setIsRenaming(false);
  }

  function reorderByKey(event: KeyboardEvent<HTMLElement>) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || event.ctrlKey || event.metaKey || by === undefined) return;
    event.preventDefault();
    onMove(by === 1 ? 1 : -1, 'name');
  }

  /** A limit that is emptied stays open: the focus is in it. */
  function changeLimit(next: BreakLimit) {
    setOpenLimitOf(reason);
    onLimit(next);
  }

  function toggleLimit() {
    if (hasLimit(limit)) onLimit({ ...limit, breakMinutes: null, dayMinutes: null });
    setOpenLimitOf(isLimitShown ? null : reason);
  }

  const limitActions = !limitsLocked && (
    <button
      type="button"
      className="icon-button"
      data-on={isLimitShown}
      aria-label={t(isLimitShown ? 'window.preferences.removeLimitOf' : 'window.preferences.addLimitOf', {
        reason,
      })}
      title={t(isLimitShown ? 'window.preferences.removeLimit' : 'window.preferences.addLimit')}
      onClick={toggleLimit}
    >
      <Icon name="clock" size={16} />
    </button>
  );
  const limitFields = isLimitShown && (
    <ReasonLimit limit={limit} locked={limitsLocked} autoFocus={isLimitOpen} onChange={changeLimit} />
  );

  if (locked) {
    return (
      <li className="reason-row">
        <bdi className="reason-name">{reason}</bdi>
        {limitActions}
        {limitFields}
      </li>
    );
  }
  if (isRenaming) {
    return (
      <li className="reason-row">
        <ReasonField
          label={t('window.reasonEditor.renameLabel', { reason })}
          action={t('window.reasonEditor.renameDone')}
          initial={reason}
          send={props.onRename}
          onClose={close}
        />
      </li>
    );
  }
  return (
    <li
      className="reason-row"
      draggable
      data-drop={isDropTarget ? (dropSide ?? undefined) : undefined}
      onKeyDown={reorderByKey}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        props.onDrag(true);
      }}
      onDragEnd={() => props.onDrag(false)}
      onDragOver={(event) => {
        if (dropSide === null) return;
        event.preventDefault();
        setIsDropTarget(true);
      }}
      onDragLeave={() => setIsDropTarget(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsDropTarget(false);
        props.onDrop();
      }}
    >
      <span className="grip">
        <Icon name="grip" size={14} />
      </span>
      <button
        type="button"
        className="reason-name"
        ref={nameButton}
        data-part="name"
        aria-label={t('window.reasonEditor.rename', { reason })}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onClick={() => setIsRenaming(true)}
      >
        <bdi>{reason}</bdi>
      </button>
      <RowActions {...props} limitAction={limitActions} />
      {limitFields}
    </li>
  );
}

function RowActions({
  reason,
  first,
  last,
  onMove,
  onRemove,
  limitAction,
}: Props & { limitAction: ReactNode }) {
  const t = useTranslation();
  // aria-disabled instead of disabled at the ends: a disabled button would lose the focus after the last move.
  return (
    <span className="reason-actions">
      {limitAction}
      {(['up', 'down'] as const).map((direction) => (
        <button
          key={direction}
          type="button"
          className="icon-button"
          data-part={direction}
          aria-label={t(`window.reasonEditor.${direction}`, { reason })}
          title={t(`window.reasonEditor.${direction}`, { reason })}
          aria-disabled={direction === 'up' ? first : last}
          onClick={() => onMove(direction === 'up' ? -1 : 1, direction)}
        >
          <Icon name={direction} size={16} />
        </button>
      ))}
      <button
        type="button"
        className="icon-button"
        aria-label={t('window.reasonEditor.remove', { reason })}
        title={t('window.reasonEditor.remove', { reason })}
        onClick={onRemove}
      >
        <Icon name="close" size={16} />
      </button>
    </span>
  );
}
