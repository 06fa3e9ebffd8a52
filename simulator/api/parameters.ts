/** Validates request parameters as the service does. */
import { accept, refuse, type ApiResult } from './api-error.ts';

/**
 * The fields of a JSON object in a request. The functions below validate them with the service's error codes and
 * messages.
 */
export type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the object if it contains only known fields. */
export function requireObject(value: unknown, name: string, known: readonly string[]): ApiResult<Fields> {
  if (!isObject(value)) return refuse('InvalidParameter', `The value type of ${name} is not valid.`);
  const unknownField = Object.keys(value).find((field) => !known.includes(field));
  if (unknownField !== undefined) {
    return refuse('UnknownParameter', `The parameter \`${unknownField}\` is not recognized.`);
  }
  return accept(value);
}

export function requiredText(fields: Fields, name: string): ApiResult<string> {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return missing(name);
  return typeof value === 'string' ? accept(value) : wrongType(name);
}

export function optionalText(fields: Fields, name: string): ApiResult<string> {
  const value = fields[name] ?? '';
  return typeof value === 'string' ? accept(value) : wrongType(name);
}

/** @param limit null if the number of items is not limited */
export function requiredList(fields: Fields, name: string, limit: number | null): ApiResult<unknown[]> {
  const value = fields[name];
  if (value === undefined || value === null) return missing(name);
  if (!Array.isArray(value)) return wrongType(name);
  const items: unknown[] = value;
  if (items.length === 0) return missing(name);
  if (limit !== null && items.length > limit) {
    return refuse('InvalidParameterValue', `The parameter \`${name}\` may have at most ${limit} items.`);
  }
  return accept(items);
}

/** @param expected the contact center's SdkAppId; null if any is accepted */
export function checkSdkAppId(fields: Fields, expected: number | null): ApiResult<number> {
  const value = fields.SdkAppId;
  if (value === undefined || value === null) return missing('SdkAppId');
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value <= 0) return wrongType('SdkAppId');
  if (expected === null || value === expected) return accept(value);
  return refuse('InvalidParameterValue.InstanceNotExist', 'There is no application with this SdkAppId.');
}

function missing(name: string): ApiResult<never> {
  return refuse('MissingParameter', `The request is missing a required parameter \`${name}\`.`);
}

function wrongType(name: string): ApiResult<never> {
  return refuse('InvalidParameter', `The value type of parameter \`${name}\` is not valid.`);
}
