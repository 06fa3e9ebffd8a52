import { app, powerMonitor } from 'electron';

export type QuitPorts = {
  /** What is to be done first; it takes no longer than it may. */
  farewell: () => Promise<void>;
  /** The app ends now. */
  onQuit: () => void;
};

/** Quits in order: first the farewell, then the end; so does a shutdown of the computer. */
export function quitPolitely({ farewell, onQuit }: QuitPorts): void {
  let stage: 'running' | 'leaving' | 'left' = 'running';

  async function leave(): Promise<void> {
    if (stage !== 'running') return;
    stage = 'leaving';
    await farewell();
    stage = 'left';
    onQuit();
    app.quit();
  }

  app.on('before-quit', (event) => {
    if (stage === 'left') return;
    event.preventDefault();
    void leave();
  });
  // Linux and macOS wait for who asks them to.
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    event?.preventDefault();
    void leave();
  });
}
