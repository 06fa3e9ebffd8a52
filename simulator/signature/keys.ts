/** Checks of the simulator that both signature versions share: key, token, time. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { accept, refuse, type ApiResult } from '../api/api-error.ts';
import { MINUTE_MS } from '../../shared/time-units.ts';

/** A key that the simulator accepts. With a `token` it is a temporary one; `expiresAt` is its end in epoch milliseconds. */
export type SimulatorKey = { secretId: string; secretKey: string; token?: string; expiresAt?: number };

/** How far a signature's time may be from the service's clock: five minutes, in milliseconds. */
const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;

export function findKey(keys: readonly SimulatorKey[], secretId: string): ApiResult<SimulatorKey> {
  const key = keys.find((known) => known.secretId === secretId);
  return key ? accept(key) : refuse('AuthFailure.SecretIdNotFound', 'This SecretId does not exist.');
}

/** @param now epoch milliseconds in the service's clock */
export function checkToken(key: SimulatorKey, token: string, now: number): ApiResult<true> {
  const { expiresAt = Number.POSITIVE_INFINITY } = key;
  if (token === (key.token ?? '') && now < expiresAt) return accept(true);
  return refuse('AuthFailure.TokenFailure', 'The token is missing, wrong or expired.');
}

/** @param timestamp epoch seconds, as sent */
export function checkTime(timestamp: string, now: number): ApiResult<number> {
  if (!/^\d{1,12}$/.test(timestamp)) return refuse('MissingParameter', 'A timestamp in seconds is required.');
  const seconds = Number(timestamp);
  if (Math.abs(seconds * 1000 - now) <= CLOCK_TOLERANCE_MS) return accept(seconds);
  return refuse('AuthFailure.SignatureExpire', 'The signature is from more than five minutes ago or ahead.');
}

/** Compares signatures or tokens in constant time. */
export function isSameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

export const wrongSignature = refuse(
  'AuthFailure.SignatureFailure',
  'The signature calculated here differs from the one that was sent.',
);
