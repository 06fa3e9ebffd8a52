import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Problem } from '../../preload/contract/inputs.ts';
import { useText } from '../words.ts';
import { Icon } from './icon.tsx';
import { ReasonField } from './reason-field.tsx';

/** What of a row the keyboard can be on. */
export type RowPart = 'name' | 'up' | 'down';

type Props = {
  reason: string;
  locked: boolean;
  first: boolean;
  last: boolean;
  /** Where another row, while it is dragged over this one, would come to lie; null when none can. */
  dropSide: 'above' | 'below' | null;
  onMove: (by: -1 | 1, part: RowPart) => void;
  onRename: (to: string) => Promise<Problem | null>;
  onRemove: () => void;
  onDrag: (on: boolean) => void;
  onDrop: () => void;
};

/** One reason: its name, which a click makes a field, and what can be done with it. */
export function ReasonRow(props: Props) {
  const { reason, locked, dropSide, onMove } = props;
  const t = useText();
  const nameButton = useRef<HTMLButtonElement>(null);
  const [renaming, setRenaming] = useState(false);
  const [under, setUnder] = useState(false);
  const closedByKey = useRef(false);

  // Given up or taken by the keyboard, the name is where it goes on; left by a click, it goes where that went.
  useLayoutEffect(() => {
    if (renaming || !closedByKey.current) return;
    closedByKey.current = false;
    nameButton.current?.focus();
  }, [renaming]);

  function close(byKey: boolean) {
    closedByKey.current = byKey;
    setRenaming(false);
  }

  function moveByKey(event: KeyboardEvent<HTMLElement>) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || event.ctrlKey || event.metaKey || by === undefined) return;
    event.preventDefault();
    onMove(by === 1 ? 1 : -1, 'name');
  }

  if (locked) {
    return (
      <li className="reason-row">
        <bdi className="reason-name">{reason}</bdi>
      </li>
    );
  }
  if (renaming) {
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
      data-drop={under ? (dropSide ?? undefined) : undefined}
      onKeyDown={moveByKey}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        props.onDrag(true);
      }}
      onDragEnd={() => props.onDrag(false)}
      onDragOver={(event) => {
        if (dropSide === null) return;
        event.preventDefault();
        setUnder(true);
      }}
      onDragLeave={() => setUnder(false)}
      onDrop={(event) => {
        event.preventDefault();
        setUnder(false);
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
        onClick={() => setRenaming(true)}
      >
        <bdi>{reason}</bdi>
      </button>
      <RowActions {...props} />
    </li>
  );
}

function RowActions({ reason, first, last, onMove, onRemove }: Props) {
  const t = useText();
  // At the ends they stay in the keyboard's way, so that it is not thrown out of the list by the last move.
  return (
    <span className="reason-actions">
      {(['up', 'down'] as const).map((way) => (
        <button
          key={way}
          type="button"
          className="icon-button"
          data-part={way}
          aria-label={t(`window.reasonEditor.${way}`, { reason })}
          title={t(`window.reasonEditor.${way}`, { reason })}
          aria-disabled={way === 'up' ? first : last}
          onClick={() => onMove(way === 'up' ? -1 : 1, way)}
        >
          <Icon name={way} size={16} />
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
