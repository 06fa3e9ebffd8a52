import { powerMonitor } from 'electron';

export type PowerListeners = {
  /** Nobody looks any more: the screen was locked or the computer goes to sleep. */
  onAway: () => void;
  /** Somebody may be there again. */
  onBack: () => void;
};

/** Tells when the computer is left and taken up again, as far as the desktop says (Linux says nothing of its lock screen). */
export function watchPower({ onAway, onBack }: PowerListeners): void {
  powerMonitor.on('suspend', onAway);
  powerMonitor.on('lock-screen', onAway);
  powerMonitor.on('resume', onBack);
  powerMonitor.on('unlock-screen', onBack);
}
