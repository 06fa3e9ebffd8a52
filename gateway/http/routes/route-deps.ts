/** What the routes need. */
import type { FastifyRequest } from 'fastify';
import type { Identity } from '../../auth/identity.ts';
import type { Engine } from '../../engine/engine.ts';
import type { EventStreams } from '../event-streams.ts';

export type RouteDeps = {
  engine: Engine;
  streams: EventStreams;
  maxStreams: number;
  /** Who makes a request. Only for requests that were let through. @throws Error for others */
  identityOf: (request: FastifyRequest) => Identity;
  /** A request was refused although its token is valid. */
  onRefused: (request: FastifyRequest, identity: Identity, code: string) => void;
  /** A supervisor did something with many agents. */
  onSupervision: (
    event:
      | { event: 'read'; by: string; agents: number }
      | {
          event: 'waveStarted';
          by: string;
          wave: string;
          agents: number;
          to: { status: string; reason: string };
        },
  ) => void;
};
