/** The gateway's command line program, without process globals, for tests; see `HELP`. */
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { openAuditFile } from './audit/audit-file.ts';
import type { AuditSink } from './audit/audit.ts';
import { readConfig } from './config/read-config.ts';
import { openServiceKeys, type ServiceKeys } from './config/service-keys.ts';
import type { GatewayConfig } from './config/config-schema.ts';
import { startGateway, type RunningGateway } from './gateway.ts';
import { version } from '../package.json';
import { systemClock } from '../shared/clock.ts';
import { errorMessage } from '../shared/errors.ts';

const HELP = `Usage: gateway --config=FILE
       gateway --demo [--port=N]

Switches for all agents of a contact center. docs/gateway.md describes the configuration.

  --config=FILE  the configuration, JSON
  --demo         on this computer, with the simulator and an issuer of its own: no account needed
  --port=N       the port of the demo; 0, the default, takes any free one
  --help         this text

The key comes from the variables STANDBY_GATEWAY_SECRET_ID and STANDBY_GATEWAY_SECRET_KEY (and STANDBY_GATEWAY_TOKEN), or as the
configuration says. The password of Redis is in STANDBY_GATEWAY_REDIS_PASSWORD.
Prints {"url":"https://HOST:PORT"} when it listens; the log goes to standard error. SIGTERM and SIGINT end it after everything in
flight was answered, SIGHUP opens the audit log anew.`;

/** The demonstration has no audit log: its first line shall be the only one. */
const noAudit: AuditSink = { write: () => true, reopen: () => {}, close: () => Promise.resolve() };

export type CliDeps = {
  print: (line: string) => void;
  printError: (line: string) => void;
  environment: Readonly<Record<string, string | undefined>>;
  /** Resolves when the program should stop. */
  stopped: Promise<unknown>;
  /** Calls back when the audit log should be opened anew. */
  onReopen: (listener: () => void) => void;
};

/** Runs the program to its end. Returns its exit code: 0, 1 if it cannot start, 2 for wrong arguments or a wrong configuration. */
export async function runGateway(args: readonly string[], deps: CliDeps): Promise<number> {
  const parsed = readArguments(args);
  if (parsed.type === 'help') {
    deps.print(HELP);
    return 0;
  }
  if (parsed.type === 'bad') {
    deps.printError(`gateway: ${parsed.message} See --help.`);
    return 2;
  }
  const logger = pino({ name: 'standby-gateway' }, pino.destination({ dest: 2, sync: false }));
  const start = (config: GatewayConfig, keys: ServiceKeys, auditSink: AuditSink) =>
    startGateway({
      config,
      keys,
      auditSink,
      logger,
      redisPassword: deps.environment.STANDBY_GATEWAY_REDIS_PASSWORD,
      clock: systemClock,
      version,
    });
  const run = async (gateway: RunningGateway, facts: Record<string, string> = {}) => {
    deps.onReopen(gateway.reopenAudit);
    deps.print(JSON.stringify({ url: gateway.url, metrics: gateway.metricsPort, ...facts }));
    await deps.stopped;
    await gateway.stop();
    return 0;
  };

  try {
    if (parsed.type === 'demo') {
      const { startDemo } = await import('./demo/demo.ts');
      const demo = await startDemo(parsed.port);
      try {
        return await run(await start(demo.config, demo.keys, noAudit), demo.facts);
      } finally {
        await demo.close();
      }
    }
    const read = await readConfig(parsed.file);
    if (!read.ok) {
      for (const error of read.errors) deps.printError(`gateway: ${parsed.file}: ${error}`);
      return 2;
    }
    const keys = await openServiceKeys({
      key: read.config.key,
      environment: deps.environment,
      clock: systemClock,
    });
    if (!keys.ok) {
      deps.printError(`gateway: ${keys.error}`);
      return 2;
    }
    const onError = (error: Error) =>
      logger.error({ cause: error.message }, 'the audit log cannot be written');
    const auditSink = openAuditFile(read.config.audit?.file ?? null, onError);
    return await run(await start(read.config, keys.keys, auditSink));
  } catch (error) {
    deps.printError(`gateway: cannot start: ${errorMessage(error)}`);
    return 1;
  }
}

type Arguments =
  | { type: 'help' }
  | { type: 'bad'; message: string }
  | { type: 'demo'; port: number }
  | { type: 'run'; file: string };

function readArguments(args: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        config: { type: 'string' },
        demo: { type: 'boolean', default: false },
        port: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { type: 'help' };
    const { config, demo, port = '0' } = values;
    if (demo && config !== undefined) return { type: 'bad', message: 'Use either --config or --demo.' };
    if (demo) {
      const isPort = /^\d{1,5}$/.test(port) && Number(port) <= 65_535;
      return isPort
        ? { type: 'demo', port: Number(port) }
        : { type: 'bad', message: '--port is a number from 0 to 65535.' };
    }
    if (values.port !== undefined) return { type: 'bad', message: '--port belongs to --demo.' };
    return config === undefined
      ? { type: 'bad', message: '--config is missing.' }
      : { type: 'run', file: config };
  } catch (error) {
    return { type: 'bad', message: errorMessage(error) };
  }
}
