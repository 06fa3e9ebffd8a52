/** Metrics for Prometheus. They name no agent. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EngineObserver } from '../engine/engine.ts';

/** In seconds: a lone switch takes a round trip, a rush up to a minute. */
const SWITCH_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export type Metrics = EngineObserver & {
  /** The text of all metrics, and its content type. */
  text: () => Promise<string>;
  contentType: string;
};

/** @param streams counts the open event streams */
export function createMetrics({ streams }: { streams: () => number }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const switches = new Counter({
    name: 'standby_gateway_switches_total',
    help: 'Switches that have ended, by their result.',
    labelNames: ['result'],
    registers,
  });
  const durations = new Histogram({
    name: 'standby_gateway_switch_seconds',
    help: 'From the request to the end of a switch.',
    buckets: SWITCH_BUCKETS,
    registers,
  });
  const calls = new Counter({
    name: 'standby_gateway_calls_total',
    help: 'Calls of the contact center, by action and result.',
    labelNames: ['action', 'result'],
    registers,
  });
  const agentsInCalls = new Counter({
    name: 'standby_gateway_call_agents_total',
    help: 'Agents named in calls of the contact center.',
    labelNames: ['action'],
    registers,
  });
  const waiting = new Gauge({ name: 'standby_gateway_waiting', help: 'Intents that wait.', registers });
  const inFlight = new Gauge({ name: 'standby_gateway_in_flight', help: 'Calls in flight.', registers });
  const openStreams = new Gauge({ name: 'standby_gateway_streams', help: 'Open event streams.', registers });
  const memory = new Gauge({ name: 'standby_gateway_memory_bytes', help: 'Resident memory.', registers });

  return {
    onSwitchEnd: ({ result, durationMs }) => {
      switches.inc({ result: result.ok ? result.value.outcome : result.problem.kind });
      durations.observe(durationMs / 1_000);
    },
    onCall: ({ action, agents, kind }) => {
      calls.inc({ action, result: kind });
      agentsInCalls.inc({ action }, agents);
    },
    onQueue: (queue) => {
      waiting.set(queue.waiting);
      inFlight.set(queue.inFlight);
    },
    text: () => {
      openStreams.set(streams());
      memory.set(process.memoryUsage.rss());
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
