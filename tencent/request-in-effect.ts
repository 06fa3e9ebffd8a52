/** Compares a requested status with the one that a reading has shown. Used after an answer that was lost. */
import type { StatusAndReason, StatusChoice } from '../shared/domain.ts';
import type { OwnStatus } from './staff-status.ts';

/** Whether the request is in effect. The service may keep an earlier reason where none is requested. */
export function isInEffect(choice: StatusChoice, current: StatusAndReason): boolean {
  return choice.status === current.status && (choice.reason === '' || choice.reason === current.reason);
}

/** Whether the request takes effect after the call that the agent is in. */
export function isReservedFor(
  choice: StatusChoice,
  current: Pick<OwnStatus, 'reserveRest' | 'reserveNotReady'>,
): boolean {
  return (
    (choice.status === 'rest' && current.reserveRest) ||
    (choice.status === 'notReady' && current.reserveNotReady)
  );
}
