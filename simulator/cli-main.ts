/** The simulator's command line program, without process globals, for tests; see `HELP`. */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { CONTROL_HELP, createRemoteControl } from './control-api.ts';
import type { RunningServer } from './http-server.ts';
import { parseLatency } from './latency.ts';
import { startSimulator, type SimulatorOptions } from './server.ts';
import type { SimulatorKey } from './signature/keys.ts';
import type { StsConfiguration } from './sts/options.ts';
import type { StsOptions } from './sts/sts-server.ts';
import { readStsConfiguration, STS_HELP } from './sts/read-configuration.ts';
import { errorMessage } from '../shared/errors.ts';

const HELP = `Usage: npm run simulator -- --secret-id=ID --secret-key=KEY [options]

Serves Tencent Cloud Contact Center's SetStaffStatus and DescribeStaffStatusMetrics on this computer.

  --port=N         listen on this port; 0, the default, takes any free one
  --secret-id=ID   the SecretId that requests are signed with
  --secret-key=KEY the SecretKey that belongs to it
  --token=TOKEN    makes it a temporary key: requests must carry this token
  --rate=N         requests a second for each action, default 20
  --latency=MIN-MAX
                   delays each response by a random time from MIN to MAX milliseconds; default no delay
  --agent=EMAIL    an agent that exists; may be repeated. Without it every account exists
  --sts=FILE       serves STS, too; see below
  --sts-port=N     the port of STS; 0, the default, takes any free one
  --help           this text

Prints {"url":"http://127.0.0.1:PORT","control":"TOKEN"} when it listens, then a line of JSON for each request.
Exits on SIGINT and SIGTERM.

${STS_HELP}

${CONTROL_HELP}
`;

/** The program's environment: its output and its stop signal. */
export type CliDeps = {
  print: (line: string) => void;
  printError: (line: string) => void;
  /** Resolves when the program should stop. */
  stopped: Promise<unknown>;
};

/** Runs the program to its end. Returns its exit code: 0, 1 if it cannot listen, 2 for invalid arguments. */
export async function runSimulator(args: string[], { print, printError, stopped }: CliDeps): Promise<number> {
  const parsed = await readArguments(args);
  if (parsed.type === 'help') {
    print(HELP.trimEnd());
    return 0;
  }
  if (parsed.type === 'bad') {
    printError(`simulator: ${parsed.message} See --help.`);
    return 2;
  }
  try {
    const onRequest = (entry: object) => print(JSON.stringify(entry));
    const token = randomBytes(24).toString('base64url');
    const { options, sts: stsOptions } = parsed;
    const simulator = await startSimulator({ ...options, control: createRemoteControl(token), onRequest });
    const sts = stsOptions && (await loadAndStartSts({ ...stsOptions, keys: options.keys, onRequest }));
    print(JSON.stringify({ url: simulator.url, control: token, ...(sts && { sts: sts.url }) }));
    await stopped;
    await Promise.all([simulator.close(), sts?.close()]);
    return 0;
  } catch (error) {
    printError(`simulator: cannot listen: ${errorMessage(error)}`);
    return 1;
  }
}

/** Loads the verification of tokens only where it is used. */
async function loadAndStartSts(options: StsOptions): Promise<RunningServer> {
  const { startSts } = await import('./sts/sts-server.ts');
  return startSts(options);
}

type Arguments =
  | { type: 'help' }
  | { type: 'bad'; message: string }
  | {
      type: 'run';
      options: SimulatorOptions & { keys: SimulatorKey[] };
      sts: { configuration: StsConfiguration; port: number } | null;
    };

const wholeNumber = z.string().check(z.regex(/^\d{1,6}$/));

/** @returns the port; null if it is none */
function readPort(text: string): number | null {
  const read = wholeNumber.safeParse(text);
  return read.success && Number(read.data) <= 65_535 ? Number(read.data) : null;
}

async function readArguments(args: string[]): Promise<Arguments> {
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
        sts: { type: 'string' },
        'sts-port': { type: 'string', default: '0' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { type: 'help' };
    const { 'secret-id': secretId, 'secret-key': secretKey, token, agent } = values;
    const needsKey = values.sts === undefined || Boolean(secretId ?? secretKey);
    if (needsKey && !secretId) return { type: 'bad', message: '--secret-id is missing.' };
    if (needsKey && !secretKey) return { type: 'bad', message: '--secret-key is missing.' };
    const port = readPort(values.port);
    if (port === null) return { type: 'bad', message: '--port is a number from 0 to 65535.' };
    const stsPort = readPort(values['sts-port']);
    if (stsPort === null) return { type: 'bad', message: '--sts-port is a number from 0 to 65535.' };
    const rate = wholeNumber.safeParse(values.rate);
    if (!rate.success || Number(rate.data) < 1) {
      return { type: 'bad', message: '--rate is a number of requests, at least 1.' };
    }
    const latency = parseLatency(values.latency);
    if (latency === null) {
      return {
        type: 'bad',
        message: '--latency is two numbers of milliseconds such as 30-300, at most 60000.',
      };
    }
    const sts = values.sts === undefined ? null : await readStsConfiguration(values.sts);
    if (sts?.ok === false) return { type: 'bad', message: `--sts=${values.sts}: ${sts.message}` };
    const keys = secretId && secretKey ? [{ secretId, secretKey, ...(token ? { token } : {}) }] : [];
    const agents = agent ? { agents: agent } : {};
    const options = { keys, port, ratePerSecond: Number(rate.data), latency, ...agents };
    return { type: 'run', options, sts: sts && { configuration: sts.configuration, port: stsPort } };
  } catch (error) {
    return { type: 'bad', message: errorMessage(error) };
  }
}
