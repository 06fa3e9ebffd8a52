/** The simulator as a program of its own, apart from its surroundings; see `HELP`. */
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { CONTROL_HELP, remoteControl } from './control.ts';
import { parseLatency } from './latency.ts';
import { startSimulator, type SimulatorOptions } from './server.ts';

const HELP = `Usage: npm run simulator -- --secret-id=ID --secret-key=KEY [options]

Serves Tencent Cloud Contact Center's SetStaffStatus and DescribeStaffStatusMetrics on this computer.

  --port=N         listen on this port; 0, the default, takes any free one
  --secret-id=ID   the SecretId that requests are signed with
  --secret-key=KEY the SecretKey that belongs to it
  --token=TOKEN    makes it a temporary key: requests must carry this token
  --rate=N         requests a second for each action, 20 unless told
  --latency=MIN-MAX
                   delays each answer by MIN to MAX milliseconds, drawn by chance; no delay unless told
  --agent=EMAIL    an agent that exists; may be repeated. Without it every account exists
  --help           this text

Prints {"url":"http://127.0.0.1:PORT"} when it listens, then a line of JSON for each request.
Ends on SIGINT and SIGTERM.

${CONTROL_HELP}
`;

/** What the program needs of its surroundings. */
export type CliPorts = {
  print: (line: string) => void;
  complain: (line: string) => void;
  /** Resolves when the program is told to stop. */
  stopped: Promise<unknown>;
};

/** Runs the program to its end and returns its exit code: 0, 1 when it cannot listen, 2 for bad arguments. */
export async function runSimulator(args: string[], { print, complain, stopped }: CliPorts): Promise<number> {
  const read = readArguments(args);
  if (read.kind === 'help') {
    print(HELP.trimEnd());
    return 0;
  }
  if (read.kind === 'bad') {
    complain(`simulator: ${read.sentence} See --help.`);
    return 2;
  }
  try {
    const onRequest = (entry: object) => print(JSON.stringify(entry));
    const simulator = await startSimulator({ ...read.options, control: remoteControl, onRequest });
    print(JSON.stringify({ url: simulator.url }));
    await stopped;
    await simulator.close();
    return 0;
  } catch (error) {
    complain(`simulator: cannot listen: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

type Arguments =
  { kind: 'help' } | { kind: 'bad'; sentence: string } | { kind: 'run'; options: SimulatorOptions };

const wholeNumber = z.string().check(z.regex(/^\d{1,6}$/));

function readArguments(args: string[]): Arguments {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string', default: '0' },
        'secret-id': { type: 'string' },
        'secret-key': { type: 'string' },
        token: { type: 'string' },
        rate: { type: 'string', default: '20' },
        latency: { type: 'string', default: '0-0' },
        agent: { type: 'string', multiple: true },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const { 'secret-id': secretId, 'secret-key': secretKey, token, agent } = values;
    if (!secretId) return { kind: 'bad', sentence: '--secret-id is missing.' };
    if (!secretKey) return { kind: 'bad', sentence: '--secret-key is missing.' };
    const port = wholeNumber.safeParse(values.port);
    if (!port.success || Number(port.data) > 65_535) {
      return { kind: 'bad', sentence: '--port is a number from 0 to 65535.' };
    }
    const rate = wholeNumber.safeParse(values.rate);
    if (!rate.success || Number(rate.data) < 1) {
      return { kind: 'bad', sentence: '--rate is a number of requests, at least 1.' };
    }
    const latency = parseLatency(values.latency);
    if (latency === null) {
      return {
        kind: 'bad',
        sentence: '--latency is two numbers of milliseconds such as 30-300, at most 60000.',
      };
    }
    const key = { secretId, secretKey, ...(token ? { token } : {}) };
    const agents = agent ? { agents: agent } : {};
    const numbers = { port: Number(port.data), ratePerSecond: Number(rate.data), latency };
    const options = { keys: [key], ...numbers, ...agents };
    return { kind: 'run', options };
  } catch (error) {
    return { kind: 'bad', sentence: error instanceof Error ? error.message : String(error) };
  }
}
