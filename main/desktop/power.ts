import { powerMonitor } from 'electron';

export type PowerListeners = {
  /** Nobody looks any more. */
  onAway: (cause: 'lock' | 'sleep') => void;
  /** Somebody may be there again. */
  onBack: () => void;
};

/** Tells when the computer is left and taken up again, as far as the desktop says (Linux says nothing of its lock screen). */
export function watchPower({ onAway, onBack }: PowerListeners): void {
  powerMonitor.on('suspend', () => onAway('sleep'));
  powerMonitor.on('lock-screen', () => onAway('lock'));
  powerMonitor.on('resume', onBack);
  powerMonitor.on('unlock-screen', onBack);
}
