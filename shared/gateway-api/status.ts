/** The agent's status in the gateway's API: what is requested, what a switch has confirmed, and what was read. */
import * as z from 'zod/mini';
import { agentStatus, epochMs, settableStatus } from '../domain.ts';
import { text } from '../limits.ts';
import { agentAccount } from './account.ts';

/** Body of `PUT /v1/agents/{account}/status`. */
export const switchRequest = z.strictObject({
  status: settableStatus,
  reason: z._default(text('reason'), '').check(z.describe('Empty: no reason.')),
});

const serviceRequestId = z
  .nullable(text('message'))
  .check(z.describe('The RequestId of the contact center; null if there was none.'));

/**
 * When the status was true: the moment at which a reading began or a switch was answered, in the gateway's clock. Of two
 * statuses of an agent, the one with the later time is the present one.
 */
const asOf = epochMs.check(
  z.describe('When this was true, in the gateway’s clock. The later of two is the present one.'),
);

/** An agent's status as the contact center has reported it. */
export const agentStatusView = z.object({
  agent: agentAccount,
  status: agentStatus,
  reason: text('reason'),
  reserveRest: z.boolean().check(z.describe('Rest is reserved for after the call.')),
  reserveNotReady: z.boolean().check(z.describe('Busy is reserved for after the call.')),
  lastStatusAt: z
    .nullable(epochMs)
    .check(z.describe('When the status began, in the contact center’s clock; null if it was not reported.')),
  lastOnlineAt: z.nullable(epochMs).check(z.describe('When the agent last signed in, in the same clock.')),
  requestId: serviceRequestId,
  asOf,
});
export type AgentStatusView = z.infer<typeof agentStatusView>;

const previous = z
  .nullable(z.object({ status: agentStatus, reason: text('reason') }))
  .check(z.describe('The status before; null if it is not known.'));

/**
 * Answer to a switch that the contact center accepted.
 * - `switched`: confirmed, by the answer to the switch or by a reading after an answer that was lost;
 * - `otherStatus`: accepted, but another status is reported. It confirms nothing: the change may be reserved for after a call.
 */
export const switchResult = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('switched'),
    agent: agentAccount,
    status: settableStatus,
    reason: text('reason'),
    previous,
    confirmedBy: z.enum(['response', 'reading']),
    requestId: serviceRequestId,
    asOf,
  }),
  z.object({
    outcome: z.literal('otherStatus'),
    agent: agentAccount,
    requested: settableStatus,
    status: z.nullable(agentStatus),
    reason: text('reason'),
    previous,
    requestId: serviceRequestId,
    asOf,
  }),
]);
export type SwitchResult = z.infer<typeof switchResult>;
