import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../main/tencent/failure.ts';
import { answeredAgentSchema, judgeSwitch, type StatusRequest } from '../../../main/tencent/switch-proof.ts';

const exchange: Exchange = {
  endpoint: 'https://ccc.example.com',
  action: 'SetStaffStatus',
  at: 7,
  requestId: 'r',
  httpStatus: 200,
};
const asked: StatusRequest = { staffUserId: 'a@b.com', status: 'rest', reason: 'Lunch' };
const proof = {
  StaffUserId: 'a@b.com',
  Status: 'rest',
  Reason: 'Lunch',
  PreviousStatus: 'notReady',
  PreviousReason: 'Meeting',
  ErrorCode: '',
  ErrorMessage: '',
};

/** What an answer with these fields instead proves; it is read as from the wire. */
const judged = (fields: object = {}, request = asked) =>
  judgeSwitch(request, answeredAgentSchema.parse({ ...proof, ...fields }), exchange);

const before = { previousStatus: 'notReady', previousReason: 'Meeting' };

describe('an answer to a switch', () => {
  it('with everything the service promises proves it', () => {
    expect(judged()).toEqual({
      kind: 'switched',
      staffUserId: 'a@b.com',
      status: 'rest',
      reason: 'Lunch',
      ...before,
    });
  });

  it('that does not mention the agent proves nothing', () => {
    expect(judgeSwitch(asked, undefined, exchange)).toEqual({
      kind: 'failed',
      staffUserId: 'a@b.com',
      failure: { ...exchange, kind: 'agentMissing', code: 'Answer.AgentMissing', message: '' },
    });
  });

  it('that refuses the agent is a refusal, whatever status it shows', () => {
    const refusal = { ErrorCode: 'FailedOperation.SeatStatusBusy', ErrorMessage: 'in a call' };
    expect(judged(refusal)).toEqual({
      kind: 'failed',
      staffUserId: 'a@b.com',
      failure: { ...exchange, kind: 'inCall', code: 'FailedOperation.SeatStatusBusy', message: 'in a call' },
    });
  });

  it('whose error code is blank refuses nothing', () => {
    expect(judged({ ErrorCode: ' \t' })).toMatchObject({ kind: 'switched' });
  });

  it.each(['', ' '])('that says no status (%j) proves the switch by the rest', (Status) => {
    expect(judged({ Status })).toMatchObject({ kind: 'switched', status: 'rest', reason: 'Lunch' });
  });

  it.each([
    ['free', 'free'],
    ['notready', 'notReady'],
    ['asleep', null],
  ])('that shows %s is another status', (Status, status) => {
    expect(judged({ Status, Reason: 'Tea' })).toEqual({
      kind: 'otherStatus',
      staffUserId: 'a@b.com',
      asked: 'rest',
      status,
      reason: 'Tea',
      ...before,
    });
  });

  it.each(['', 'asleep', undefined])(
    'that says before it was %j says nothing of before',
    (PreviousStatus) => {
      expect(judged({ PreviousStatus })).toMatchObject({
        kind: 'switched',
        previousStatus: null,
        previousReason: null,
      });
    },
  );

  it('shows the reason that the service says, and without one that which was asked for', () => {
    expect(judged({ Reason: 'Tea' })).toMatchObject({ reason: 'Tea' });
    expect(judged({ Reason: '' })).toMatchObject({ reason: 'Lunch' });
    expect(judged({ Reason: '' }, { staffUserId: 'a@b.com', status: 'rest' })).toMatchObject({ reason: '' });
  });
});
