// Runs a wave in a process of its own, which the test kills. Arguments: the simulator's address, the folder, the number of agents.
import process from 'node:process';
import { accountsOf } from './accounts.ts';
import { createControls, createService } from './team-on-simulator.ts';

const [, , url = '', folder = '', count = '0'] = process.argv;
const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const { controls } = createControls({
  fast: false,
  onStart: ({ wave }) => print({ wave }),
  onResult: ({ agent }) => print({ agent }),
});
await createService(url, folder).set(
  { status: 'rest', reason: 'drill' },
  accountsOf(Number(count)),
  controls,
);
