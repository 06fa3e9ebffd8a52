/** The provider's sign-in page: asks for email and password, and whether the app is allowed. */
import { text } from 'node:stream/consumers';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';

/** Somebody who can sign in at the provider. */
export type Person = { email: string; password: string; emailVerified?: boolean };

export const SIGN_IN_PATH = '/sign-in/';

function page(body: string): string {
  return `<!doctype html><html lang="en"><title>Company sign-in</title><body><form method="post">${body}</form>`;
}

const PASSWORD_PAGE = page(`<label>Email <input name="email"></label>
  <label>Password <input name="password" type="password"></label>
  <button name="answer" value="signIn">Sign in</button>
  <button name="answer" value="cancel">Cancel</button>`);

const CONSENT_PAGE = page(`<button name="answer" value="allow">Allow</button>
  <button name="answer" value="cancel">Cancel</button>`);

/** Serves the page, and finishes the sign-in once its form was sent. */
export async function serveSignInPage(
  provider: Provider,
  persons: readonly Person[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt } = await provider.interactionDetails(request, response);
  const sent = request.method === 'POST' ? new URLSearchParams(await text(request)) : null;
  const answer = sent?.get('answer') ?? '';
  if (answer === 'cancel') {
    const refused = { error: 'access_denied', error_description: 'The person did not agree.' };
    return provider.interactionFinished(request, response, refused, { mergeWithLastSubmission: false });
  }
  if (prompt.name === 'consent' && answer === 'allow') {
    return provider.interactionFinished(
      request,
      response,
      { consent: {} },
      { mergeWithLastSubmission: true },
    );
  }
  const person = persons.find(
    ({ email, password }) => email === sent?.get('email') && password === sent.get('password'),
  );
  if (prompt.name === 'login' && person) {
    const login = { accountId: person.email };
    return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  }
  response
    .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
    .end(prompt.name === 'consent' ? CONSENT_PAGE : PASSWORD_PAGE);
}
