/** An error code and message as the service returns them. */
export type ApiError = { code: string; message: string };

/** A value, or the error returned instead. */
export type ApiResult<T> = { ok: true; value: T } | { ok: false; error: ApiError };

export function accept<T>(value: T): ApiResult<T> {
  return { ok: true, value };
}

export function refuse(code: string, message: string): { ok: false; error: ApiError } {
  return { ok: false, error: { code, message } };
}
