/** What a gateway tells to an app that has not yet signed in: `GET /v1/configuration`. */
import * as z from 'zod/mini';
import { text } from '../limits.ts';

/** The sign-in whose tokens the gateway accepts. It contains no secret. */
export const gatewayConfiguration = z.object({
  issuer: text('message'),
  clientId: text('name'),
  scopes: z.array(text('name')).check(z.maxLength(20)),
  accountClaim: text('name'),
});
export type GatewayConfiguration = z.infer<typeof gatewayConfiguration>;
