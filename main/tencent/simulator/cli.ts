/** The simulator's entry point as a stand-alone program. */
import process from 'node:process';
import { runSimulator } from './program.ts';

const stopped = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve());
});

process.exitCode = await runSimulator(process.argv.slice(2), {
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  stopped,
});
