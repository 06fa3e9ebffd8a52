/** A refusal in the service's own terms. */
export type ApiError = { code: string; message: string };

/** A value, or the refusal that takes its place. */
export type Checked<T> = { ok: true; value: T } | { ok: false; error: ApiError };

export function accept<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function refuse(code: string, message: string): { ok: false; error: ApiError } {
  return { ok: false, error: { code, message } };
}
