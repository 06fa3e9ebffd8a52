import { useRef, useState } from 'react';
import type { BreakLimit } from '../../../../shared/preferences.ts';
import type { ValidationError } from '../../../../shared/ipc/forms.ts';
import { api } from '../../../api.ts';
import type { AwayStatus } from '../../../store.ts';
import { bidiIsolate, statusLabel, useTranslation } from '../../../i18n.ts';
import { getLimit, removedReasons } from './break-limits.ts';
import { ReasonLimit } from './reason-limit.tsx';
import { ReasonField } from './reason-field.tsx';
import { ReasonRow, type RowPart } from './reason-row.tsx';

type Props = {
  status: AwayStatus;
  reasons: readonly string[];
  locked: boolean;
  /** The time limits of all statuses. */
  limits: readonly BreakLimit[];
  limitsLocked: boolean;
  onLimit: (limit: BreakLimit) => void;
};

/**
 * The editable reasons of one status. Rows are keyed by index, so that the focus stays when a reason is renamed or moved,
 * whether the result or the new state arrives first.
 */
export function ReasonList({ status, reasons, locked, limits, limitsLocked, onLimit }: Props) {
  const t = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const addField = useRef<HTMLInputElement>(null);
  const [announcement, setAnnouncement] = useState('');
  const [dragged, setDragged] = useState<number | null>(null);
  /** While an edit is pending, the shown indexes may be outdated. */
  const isSaving = useRef(false);

  function focusRow(place: number, part: RowPart) {
    list.current?.children[place]?.querySelector<HTMLElement>(`[data-part="${part}"]`)?.focus();
  }

  async function sendEdit(
    change: Parameters<typeof api.settings.editReasons>[0],
  ): Promise<ValidationError | null> {
    isSaving.current = true;
    const error = await api.settings.editReasons(change).finally(() => (isSaving.current = false));
    return error;
  }

  async function move(from: number, to: number, part: RowPart) {
    const reason = reasons[from];
    if (isSaving.current || reason === undefined || to === from || to < 0 || to >= reasons.length) return;
    await sendEdit({ type: 'move', status, reason, to });
    setAnnouncement(
      t('window.reasonEditor.moved', { reason: bidiIsolate(reason), place: to + 1, count: reasons.length }),
    );
    focusRow(to, part);
  }

  async function remove(place: number) {
    const reason = reasons[place];
    if (isSaving.current || reason === undefined) return;
    await sendEdit({ type: 'remove', status, reason });
    setAnnouncement('');
    // Focus the reason now at this index, or the previous one after the last was removed.
    if (reasons.length === 1) addField.current?.focus();
    else focusRow(Math.min(place, reasons.length - 2), 'name');
  }

  async function add(reason: string): Promise<ValidationError | null> {
    const error = await sendEdit({ type: 'add', status, reason });
    if (error === null)
      setAnnouncement(t('window.reasonEditor.added', { reason: bidiIsolate(reason.trim()) }));
    return error;
  }

  return (
    <>
      {reasons.length === 0 ? (
        <p className="empty-list">{t('window.reasonEditor.empty', { status: t(`status.${status}`) })}</p>
      ) : (
        <ul className="reason-list" ref={list}>
          {reasons.map((reason, place) => (
            <ReasonRow
              key={place}
              reason={reason}
              locked={locked}
              limit={getLimit(limits, status, reason)}
              limitsLocked={limitsLocked}
              onLimit={onLimit}
              first={place === 0}
              last={place === reasons.length - 1}
              dropSide={dragged === null || dragged === place ? null : dragged > place ? 'above' : 'below'}
              onMove={(by, part) => void move(place, place + by, part)}
              onRename={(to) => sendEdit({ type: 'rename', status, reason, to })}
              onRemove={() => void remove(place)}
              onDrag={(on) => setDragged(on ? place : null)}
              onDrop={() => dragged !== null && void move(dragged, place, 'name')}
            />
          ))}
        </ul>
      )}
      {removedReasons(limits, status, reasons).map((reason) => (
        <div className="reason-row" key={reason}>
          <bdi className="reason-name">{statusLabel({ status, reason }, t)}</bdi>
          <ReasonLimit limit={getLimit(limits, status, reason)} locked={limitsLocked} onChange={onLimit} />
        </div>
      ))}
      {!locked && (
        <ReasonField
          ref={addField}
          label={t(`window.reasonEditor.addLabel.${status}`)}
          hint={t('window.reasonEditor.addHint')}
          action={t('window.reasonEditor.add')}
          send={add}
        />
      )}
      <div role="status" className="unseen">
        {announcement}
      </div>
    </>
  );
}
