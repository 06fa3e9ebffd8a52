import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../tencent/failure.ts';
import { responseAgentSchema, evaluateSwitch, type StatusRequest } from '../../../tencent/evaluate-switch.ts';

const exchange: Exchange = {
  endpoint: 'https://ccc.example.com',
  action: 'SetStaffStatus',
  at: 7,
  requestId: 'r',
  httpStatus: 200,
};
const requested: StatusRequest = { staffUserId: 'a@b.com', status: 'rest', reason: 'Lunch' };
const successLine = {
  StaffUserId: 'a@b.com',
  Status: 'rest',
  Reason: 'Lunch',
  PreviousStatus: 'notReady',
  PreviousReason: 'Meeting',
  ErrorCode: '',
  ErrorMessage: '',
};

/** Evaluates a response with these fields changed; it is parsed as received. */
const evaluate = (fields: object = {}, request = requested) =>
  evaluateSwitch(request, responseAgentSchema.parse({ ...successLine, ...fields }), exchange);

const before = { previousStatus: 'notReady', previousReason: 'Meeting' };

describe('a response to a switch', () => {
  it('with everything the service promises confirms it', () => {
    expect(evaluate()).toEqual({
      kind: 'switched',
      staffUserId: 'a@b.com',
      status: 'rest',
      reason: 'Lunch',
      ...before,
    });
  });

  it('that does not mention the agent confirms nothing', () => {
    expect(evaluateSwitch(requested, undefined, exchange)).toEqual({
      kind: 'failed',
      staffUserId: 'a@b.com',
      failure: { ...exchange, kind: 'agentMissing', code: 'Answer.AgentMissing', message: '' },
    });
  });

  it('that refuses the agent is a refusal, whatever status it reports', () => {
    const failure = { ErrorCode: 'FailedOperation.SeatStatusBusy', ErrorMessage: 'in a call' };
    expect(evaluate(failure)).toEqual({
      kind: 'failed',
      staffUserId: 'a@b.com',
      failure: { ...exchange, kind: 'inCall', code: 'FailedOperation.SeatStatusBusy', message: 'in a call' },
    });
  });

  it('whose error code is blank refuses nothing', () => {
    expect(evaluate({ ErrorCode: ' \t' })).toMatchObject({ kind: 'switched' });
  });

  it.each(['', ' '])('without a status (%j) confirms the switch by the other fields', (Status) => {
    expect(evaluate({ Status })).toMatchObject({ kind: 'switched', status: 'rest', reason: 'Lunch' });
  });

  it.each([
    ['free', 'free'],
    ['notready', 'notReady'],
    ['asleep', null],
  ])('that reports %s is another status', (Status, status) => {
    expect(evaluate({ Status, Reason: 'Tea' })).toEqual({
      kind: 'otherStatus',
      staffUserId: 'a@b.com',
      requested: 'rest',
      status,
      reason: 'Tea',
      ...before,
    });
  });

  it.each(['', 'asleep', undefined])('with the previous status %j leaves it unknown', (PreviousStatus) => {
    expect(evaluate({ PreviousStatus })).toMatchObject({
      kind: 'switched',
      previousStatus: null,
      previousReason: null,
    });
  });

  it('has the reported reason, or without one the requested one', () => {
    expect(evaluate({ Reason: 'Tea' })).toMatchObject({ reason: 'Tea' });
    expect(evaluate({ Reason: '' })).toMatchObject({ reason: 'Lunch' });
    expect(evaluate({ Reason: '' }, { staffUserId: 'a@b.com', status: 'rest' })).toMatchObject({
      reason: '',
    });
  });
});
