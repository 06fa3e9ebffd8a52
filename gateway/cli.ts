/** Entry of the gateway's program. */
import process from 'node:process';
import { runGateway } from './cli-main.ts';

const stopped = new Promise((resolve) => {
  process.once('SIGINT', resolve).once('SIGTERM', resolve);
});

process.exitCode = await runGateway(process.argv.slice(2), {
  print: (line) => process.stdout.write(`${line}\n`),
  printError: (line) => process.stderr.write(`${line}\n`),
  environment: process.env,
  stopped,
  onReopen: (listener) => process.on('SIGHUP', listener),
});
