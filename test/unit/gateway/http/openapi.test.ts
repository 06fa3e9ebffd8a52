/** The served OpenAPI document: valid, and true of the answers of the server. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createFakeEngine, problemOf, WAVE, type FakeEngine } from '../../../support/gateway/fake-engine.ts';
import { JUN, startServer, type RunningServer } from '../../../support/gateway/running-server.ts';

const described = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

let engine: FakeEngine;
let server: RunningServer;
beforeEach(async () => {
  engine = createFakeEngine();
  server = await startServer(engine);
});
afterEach(() => server.close());

const readDocument = async () =>
  described.parse(await (await server.request('/openapi.json', { token: null })).json());

/** What is wrong with an answer, by a schema of the document; null if nothing is. */
async function findErrors(schema: string, answer: unknown): Promise<unknown> {
  const { components } = await readDocument();
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'api', components });
  const validate = ajv.compile({ $ref: `api#/components/schemas/${schema}` });
  return validate(answer) ? null : validate.errors;
}

it('is valid, and describes every route with its methods', async () => {
  const document = await readDocument();
  const { valid, errors } = await new Validator().validate({ ...document });
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => method !== 'parameters')
      .map((method) => `${method} ${path}`),
  );
  expect(operations.toSorted()).toEqual([
    'get /v1/agents/{account}/events',
    'get /v1/agents/{account}/status',
    'get /v1/configuration',
    'get /v1/waves/{id}',
    'post /v1/readings',
    'post /v1/waves',
    'put /v1/agents/{account}/status',
  ]);
});

const json = (method: string, body: object) => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});
const REST = { status: 'rest', reason: '' };

it.each([
  ['AgentStatus', '/v1/agents/me/status', {}],
  ['SwitchResult', '/v1/agents/me/status', json('PUT', REST)],
  ['Configuration', '/v1/configuration', {}],
  ['WaveStarted', '/v1/waves', json('POST', { agents: [JUN], ...REST })],
  ['Readings', '/v1/readings', json('POST', { agents: [JUN] })],
  ['Problem', '/nowhere', {}],
  ['Problem', '/v1/agents/me/status', json('PUT', {})],
])('its schema %s is true of %s', async (schema, path, init) => {
  const response = await server.request(path, { ...init, token: 'boss-token' });
  const answer: unknown = await response.json();
  expect(await findErrors(schema, answer)).toBeNull();
  expect(await findErrors(schema, {})).not.toBeNull();
});

it('its schemas are true of a wave’s lines, and of readings that failed', async () => {
  const lines = await (await server.request(`/v1/waves/${WAVE}`, { token: 'boss-token' })).text();
  for (const line of lines.trimEnd().split('\n'))
    expect(await findErrors('WaveLine', JSON.parse(line))).toBeNull();
  engine.readStatuses = () => Promise.resolve([{ ok: false, problem: problemOf('timedOut') }]);
  const init = { ...json('POST', { agents: [JUN] }), token: 'boss-token' };
  const readings: unknown = await (await server.request('/v1/readings', init)).json();
  expect(readings).toMatchObject({ readings: [{ current: null, problem: { kind: 'timedOut' } }] });
  expect(await findErrors('Readings', readings)).toBeNull();
});
