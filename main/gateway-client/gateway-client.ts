/** Client of the company's gateway: switches and reads the agent's own status, with the results of the direct way. */
import type { StatusChoice } from '../../shared/domain.ts';
import { agentStatusView, switchResult, type AgentStatusView } from '../../shared/gateway-api/status.ts';
import type { AgentOutcome } from '../../tencent/evaluate-switch.ts';
import type { Exchange, Failure } from '../../tencent/failure.ts';
import { redactText } from '../../tencent/redact/redact.ts';
import { isSameAccount } from '../../tencent/response-schema.ts';
import type { DescribeOwnStatusResult, OwnStatus, SetStaffStatusResult } from '../../tencent/staff-status.ts';
import { OWN_PATH, type GatewayTarget } from './gateway-target.ts';
import { sendRequest, type SendDeps, type SendOptions } from './send-request.ts';

export type GatewayClientDeps = SendDeps & {
  /** An unguessable text of printable ASCII characters, for an idempotency key. */
  randomText: () => string;
};

export type SwitchOptions = SendOptions & {
  /** Identifies the intent: attempts of one intent have the same number. Null: an intent of its own. */
  intentId: number | null;
};

export type GatewayClient = ReturnType<typeof createGatewayClient>;

/** In milliseconds: an intent waits for its turn at the gateway for up to a minute, and is then sent. */
const SWITCH_TIMEOUT_MS = 75_000;

/** In milliseconds: a reading joins the next common one. */
const READ_TIMEOUT_MS = 15_000;

/** Creates the client. Its calls never reject. */
export function createGatewayClient(deps: GatewayClientDeps) {
  /** The key of the last attempt, while nothing is known of what became of it. */
  let unanswered: { intentId: number; key: string } | null = null;

  /**
   * Requests a status. Another attempt of an intent whose answer was lost has the key of the first one, so that the gateway
   * does not switch twice.
   */
  async function setStatus(
    target: GatewayTarget,
    { status, reason }: StatusChoice,
    { intentId, ...options }: SwitchOptions,
  ): Promise<SetStaffStatusResult> {
    const key = unanswered?.intentId === intentId ? unanswered.key : deps.randomText();
    unanswered = intentId === null ? null : { intentId, key };
    const { result, isAnswered } = await sendRequest(
      deps,
      target,
      {
        action: 'SetStaffStatus',
        method: 'PUT',
        path: `${OWN_PATH}/status`,
        headers: { 'Idempotency-Key': key },
        body: { status, reason },
        timeoutMs: SWITCH_TIMEOUT_MS,
      },
      switchResult,
      options,
    );
    // A newer intent has a key of its own by now.
    if (isAnswered && unanswered?.key === key) unanswered = null;
    if (!result.ok) return result;
    const { value, durationMs, attempts } = result;
    const exchange = toExchange(result.exchange, value);
    const isExpected =
      isSameAccount(value.agent, target.agent) &&
      (value.outcome === 'switched' ? value.status : value.requested) === status;
    if (!isExpected) return { ok: false, failure: wrongAnswer(exchange), durationMs, attempts };
    const previous = {
      previousStatus: value.previous?.status ?? null,
      previousReason: value.previous && cleanText(value.previous.reason),
    };
    const known = { staffUserId: value.agent, reason: cleanText(value.reason), ...previous };
    const outcome: AgentOutcome =
      value.outcome === 'switched'
        ? { kind: 'switched', ...known, status: value.status }
        : { kind: 'otherStatus', ...known, requested: value.requested, status: value.status };
    return { ok: true, agents: [outcome], exchange, durationMs, attempts };
  }

  async function readStatus(target: GatewayTarget, signal: AbortSignal): Promise<DescribeOwnStatusResult> {
    const { result } = await sendRequest(
      deps,
      target,
      {
        action: 'DescribeStaffStatusMetrics',
        method: 'GET',
        path: `${OWN_PATH}/status`,
        timeoutMs: READ_TIMEOUT_MS,
      },
      agentStatusView,
      { signal },
    );
    if (!result.ok) return result;
    const { value, durationMs, attempts } = result;
    const exchange = toExchange(result.exchange, value);
    return isSameAccount(value.agent, target.agent)
      ? { ok: true, current: toOwnStatus(value), exchange, durationMs, attempts }
      : { ok: false, failure: wrongAnswer(exchange), durationMs, attempts };
  }

  return { setStatus, readStatus };
}

/** The status that the gateway reports, as one that was read directly. */
export function toOwnStatus({
  status,
  reason,
  reserveRest,
  reserveNotReady,
  lastStatusAt,
  lastOnlineAt,
}: AgentStatusView): OwnStatus {
  return { status, reason: cleanText(reason), reserveRest, reserveNotReady, lastStatusAt, lastOnlineAt };
}

function toExchange(
  metadata: Exchange,
  { requestId, asOf }: Pick<AgentStatusView, 'requestId' | 'asOf'>,
): Exchange {
  return { ...metadata, requestId: requestId === null ? null : cleanText(requestId), asOf };
}

/** The gateway has answered about another agent or another request: it confirms nothing. */
function wrongAnswer(exchange: Exchange): Failure {
  return { ...exchange, kind: 'malformedResponse', code: 'Answer.WrongAgent', message: '' };
}

/** Without control characters, and as long as a text of the contact center can be. */
function cleanText(text: string): string {
  return redactText(text, []);
}
