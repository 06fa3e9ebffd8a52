/** The terminal of the command line: questions, progress and Ctrl+C. */
import { createInterface } from 'node:readline';
import process from 'node:process';

export type Terminal = {
  /** Whether a person can be asked. */
  canAsk: boolean;
  /** Whether progress can be drawn. */
  showsProgress: boolean;
  /** Width in characters. */
  columns: () => number;
  /** Asks a question on stderr. Resolves to the answer; it is empty after Ctrl+C. */
  ask: (question: string) => Promise<string>;
  /** Calls back at the first Ctrl+C, which then does not end the process; a second one does. Returns the function that ends that. */
  onInterrupt: (callback: () => void) => () => void;
};

const DEFAULT_COLUMNS = 80;

export function createProcessTerminal(): Terminal {
  return {
    canAsk: process.stdin.isTTY && process.stderr.isTTY,
    showsProgress: process.stderr.isTTY,
    // A terminal that does not know its size reports 0.
    columns: () => process.stderr.columns || DEFAULT_COLUMNS,
    ask: (question) =>
      new Promise((resolve) => {
        const reader = createInterface({ input: process.stdin, output: process.stderr });
        // Ctrl+C and Ctrl+D end the question without an answer.
        reader.on('SIGINT', () => reader.close());
        reader.on('close', () => resolve(''));
        reader.question(question, (answer) => {
          resolve(answer);
          reader.close();
        });
      }),
    onInterrupt: (callback) => {
      process.once('SIGINT', callback);
      return () => void process.off('SIGINT', callback);
    },
  };
}
