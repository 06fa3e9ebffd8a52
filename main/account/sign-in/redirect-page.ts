/** The page that the browser shows after the sign-in. It has no script, and loads nothing. */

export type RedirectPageTexts = {
  /** The tag of the language, "zh-CN". */
  language: string;
  signedIn: string;
  failed: string;
};

/** Headers of every answer of the redirect address. */
export const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  Connection: 'close',
} as const;

export function redirectPage(isSignedIn: boolean, texts: RedirectPageTexts): string {
  const text = escapeHtml(isSignedIn ? texts.signedIn : texts.failed);
  return (
    `<!doctype html><html lang="${escapeHtml(texts.language)}"><head><meta charset="utf-8">` +
    `<meta name="color-scheme" content="light dark"><title>Standby</title></head><body><p>${text}</p></body></html>`
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
