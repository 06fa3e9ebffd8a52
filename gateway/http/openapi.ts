/** The OpenAPI document (3.1), generated from the schemas by which requests and answers are read. */
import * as z from 'zod/mini';
import { gatewayConfiguration } from '../../shared/gateway-api/configuration.ts';
import { streamEvents } from '../../shared/gateway-api/events.ts';
import { problem, PROBLEM_TYPE } from '../../shared/gateway-api/problem.ts';
import { agentStatusView, switchRequest, switchResult } from '../../shared/gateway-api/status.ts';
import {
  readingsRequest,
  readingsResult,
  waveLine,
  waveRequest,
  waveStarted,
} from '../../shared/gateway-api/waves.ts';

const inputs = { SwitchRequest: switchRequest, WaveRequest: waveRequest, ReadingsRequest: readingsRequest };
const outputs = {
  AgentStatus: agentStatusView,
  SwitchResult: switchResult,
  Problem: problem,
  Unreadable: streamEvents.unreadable,
  WaveStarted: waveStarted,
  WaveLine: waveLine,
  Readings: readingsResult,
  Configuration: gatewayConfiguration,
};
type SchemaName = keyof typeof inputs | keyof typeof outputs;

const reference = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: SchemaName) => ({ 'application/json': { schema: reference(name) } });
const answer = (description: string, content: object = {}) => ({ description, content });

/** What every request that needs a token can answer. */
const problems = {
  default: answer('Every failure is a problem document.', {
    [PROBLEM_TYPE]: { schema: reference('Problem') },
  }),
};

const account = {
  name: 'account',
  in: 'path',
  required: true,
  description: 'An agent account, or `me`: the agent of the token. Only supervisors may name another agent.',
  schema: { type: 'string' },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A request that is repeated with the same key is answered as the first one, and switches once.',
  schema: { type: 'string', minLength: 8, maxLength: 200 },
};

const lines = (name: SchemaName, type: string) => ({ [type]: { schema: reference(name) } });

/** @param version of the gateway */
export function openApiDocument(version: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Standby gateway',
      version,
      description: 'Agents read and set their own status; supervisors read and set many.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    security: [{ token: [] }],
    paths: {
      '/v1/agents/{account}/status': {
        parameters: [account],
        get: {
          operationId: 'readStatus',
          summary: 'Read a status. The reading begins after the request.',
          responses: { 200: answer('The status.', json('AgentStatus')), ...problems },
        },
        put: {
          operationId: 'setStatus',
          summary: 'Set a status. Answered when the contact center has confirmed it, or when it has failed.',
          parameters: [idempotencyKey],
          requestBody: { required: true, content: json('SwitchRequest') },
          responses: {
            200: answer('Confirmed, or accepted with another status.', json('SwitchResult')),
            ...problems,
          },
        },
      },
      '/v1/agents/{account}/events': {
        parameters: [account],
        get: {
          operationId: 'watchStatus',
          summary: 'The status now and after each change, as server-sent events `status` and `unreadable`.',
          responses: {
            200: answer('The events.', {
              'text/event-stream': { schema: { anyOf: [reference('AgentStatus'), reference('Unreadable')] } },
            }),
            ...problems,
          },
        },
      },
      '/v1/waves': {
        post: {
          operationId: 'startWave',
          summary: 'Set the status of many agents. For supervisors.',
          requestBody: { required: true, content: json('WaveRequest') },
          responses: { 202: answer('It has started.', json('WaveStarted')), ...problems },
        },
      },
      '/v1/waves/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        get: {
          operationId: 'watchWave',
          summary: 'The result of each agent, a line of JSON each, from the first one to the line `end`.',
          responses: { 200: answer('The lines.', lines('WaveLine', 'application/x-ndjson')), ...problems },
        },
      },
      '/v1/readings': {
        post: {
          operationId: 'readMany',
          summary: 'Read many agents. For supervisors.',
          requestBody: { required: true, content: json('ReadingsRequest') },
          responses: { 200: answer('One entry for each agent.', json('Readings')), ...problems },
        },
      },
      '/v1/configuration': {
        get: {
          operationId: 'readConfiguration',
          summary: 'The sign-in whose tokens are accepted.',
          security: [],
          responses: { 200: answer('The sign-in.', json('Configuration')), ...problems },
        },
      },
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: {
        ...mapSchemas(inputs, 'input'),
        ...mapSchemas(outputs, 'output'),
      },
    },
  };
}

function mapSchemas(schemas: Readonly<Record<string, z.ZodMiniType>>, io: 'input' | 'output') {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
      return [name, rest];
    }),
  );
}
