/** The type of the description of one request of the local API. */
import type * as z from 'zod/mini';
import type { ApiAccess } from './protocol.ts';

export type ApiRequestSchema = {
  access: Exclude<ApiAccess, 'off'>;
  /** Strict: a member that it does not have is refused. */
  input: z.ZodMiniType<object>;
  output: z.ZodMiniType;
  /** Of what is sent before the result. */
  event?: z.ZodMiniType;
};
