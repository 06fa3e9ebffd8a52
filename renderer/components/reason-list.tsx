import { useRef, useState } from 'react';
import type { Problem } from '../../preload/contract/inputs.ts';
import { bridge } from '../bridge.ts';
import type { Away } from '../store.ts';
import { isolate, useText } from '../words.ts';
import { ReasonField } from './reason-field.tsx';
import { ReasonRow, type RowPart } from './reason-row.tsx';

type Props = { status: Away; reasons: readonly string[]; locked: boolean };

/**
 * The reasons of one status. A row is its place in the list, not its reason: so a reason can be renamed or moved without the
 * keyboard losing its place, whichever comes first, the answer or the new state.
 */
export function ReasonList({ status, reasons, locked }: Props) {
  const t = useText();
  const list = useRef<HTMLUListElement>(null);
  const addField = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const [dragged, setDragged] = useState<number | null>(null);
  /** Until a change is answered, the places on show are not the ones that hold. */
  const busy = useRef(false);

  function focusRow(place: number, part: RowPart) {
    list.current?.children[place]?.querySelector<HTMLElement>(`[data-part="${part}"]`)?.focus();
  }

  async function edit(change: Parameters<typeof bridge.editReasons>[0]): Promise<Problem | null> {
    busy.current = true;
    const problem = await bridge.editReasons(change).finally(() => (busy.current = false));
    return problem;
  }

  async function move(from: number, to: number, part: RowPart) {
    const reason = reasons[from];
    if (busy.current || reason === undefined || to === from || to < 0 || to >= reasons.length) return;
    await edit({ do: 'move', status, reason, to });
    setSaid(
      t('window.reasonEditor.moved', { reason: isolate(reason), place: to + 1, count: reasons.length }),
    );
    focusRow(to, part);
  }

  async function remove(place: number) {
    const reason = reasons[place];
    if (busy.current || reason === undefined) return;
    await edit({ do: 'remove', status, reason });
    setSaid('');
    // The next reason has taken its place; of the last, the one before it is next.
    if (reasons.length === 1) addField.current?.focus();
    else focusRow(Math.min(place, reasons.length - 2), 'name');
  }

  async function add(reason: string): Promise<Problem | null> {
    const problem = await edit({ do: 'add', status, reason });
    if (problem === null) setSaid(t('window.reasonEditor.added', { reason: isolate(reason.trim()) }));
    return problem;
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
              first={place === 0}
              last={place === reasons.length - 1}
              dropSide={dragged === null || dragged === place ? null : dragged > place ? 'above' : 'below'}
              onMove={(by, part) => void move(place, place + by, part)}
              onRename={(to) => edit({ do: 'rename', status, reason, to })}
              onRemove={() => void remove(place)}
              onDrag={(on) => setDragged(on ? place : null)}
              onDrop={() => dragged !== null && void move(dragged, place, 'name')}
            />
          ))}
        </ul>
      )}
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
        {said}
      </div>
    </>
  );
}
