import type { Problem } from '../../preload/contract/inputs.ts';
import { bridge } from '../bridge.ts';
import { reasonProblemText } from '../problems.ts';
import { useAppState, type Away } from '../store.ts';
import { useText } from '../words.ts';
import { Entry } from './entry.tsx';

type Props = {
  status: Away;
  /** Sent and accepted, or given up. */
  onDone: () => void;
};

/** A reason of the agent's own; the main process says what is wrong with it. */
export function OtherReason({ status, onDone }: Props) {
  const t = useText();
  // Asked for again from the tray while it is open already: the keyboard belongs here all the same.
  const askId = useAppState().ask.id;

  async function send(reason: string): Promise<Problem | null> {
    // To the main process an empty reason means "none", which is not what this field is for.
    return reason.trim() === '' ? 'reasonEmpty' : bridge.choose({ status, reason });
  }

  return (
    <Entry
      label={t(`window.otherReasonLabel.${status}`)}
      hint={t('window.otherReasonHint')}
      action={t('window.send')}
      askId={askId}
      send={send}
      explain={(problem) => reasonProblemText(problem, t)}
      onDone={onDone}
    />
  );
}
