/** Entry point of the simulator as a stand-alone program. */
import process from 'node:process';
import { runSimulator } from './cli-main.ts';

const stopped = new Promise<void>((resolve) => {
  process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve());
});

process.exitCode = await runSimulator(process.argv.slice(2), {
  print: (line) => process.stdout.write(`${line}\n`),
  printError: (line) => process.stderr.write(`${line}\n`),
  stopped,
});
