import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Presses keys on the real display without starting a program for each press, whose time would be measured as well. */
export class QuickKeyboard {
  readonly #xdotool = spawn('xdotool', ['-'], { stdio: ['pipe', 'ignore', 'inherit'] });

  /** @param keys in xdotool's names: `ctrl+shift+F9` */
  press(keys: string): void {
    this.#xdotool.stdin.write(`key --delay 0 ${keys}\n`);
  }

  async close(): Promise<void> {
    const ended = once(this.#xdotool, 'exit');
    this.#xdotool.stdin.end();
    await ended;
  }
}
