const strangeStatus = {
  Response: {
    RequestId: 'r',
    StaffStatusList: [{ StaffUserId: 'mei.lin@example.com', Status: 'constructor' }],
    Metrics: [{ Email: 'mei.lin@example.com', Status: 'constructor' }],
  },
};

const HUGE = ' '.repeat(70_000);

/** Broken responses after a request has arrived, so that its outcome is unknown. */

const brokenResponses = {
  never: () => new Promise<Response>(() => {}),
  reset: (echo: string) => Promise.reject(new Error(`net::ERR_CONNECTION_RESET ${echo}`)),
  timedOut: () => Promise.reject(new Error('net::ERR_TIMED_OUT')),
  unknownError: (echo: string) => Promise.reject(new TypeError(`terminated: ${echo}`)),
  // A rejection need not be an Error: neither Node nor Electron guarantees that.
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors
  noError: () => Promise.reject(undefined),
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors
  noText: () => Promise.reject(Object.create(null)),
  portal: (echo: string) =>
    Promise.resolve(
      new Response(`<title>Sign in ${echo}</title>`, { headers: { 'Content-Type': 'text/html' } }),
    ),
  httpServerError: (echo: string) => Promise.resolve(new Response(echo, { status: 503 })),
  notJson: (echo: string) => Promise.resolve(new Response(`{"Response":${echo}`)),
  nothing: () => Promise.resolve(new Response(null)),
  wrongShape: () => Promise.resolve(Response.json({ Response: 7 })),
  errorWithoutCode: (echo: string) =>
    Promise.resolve(Response.json({ Response: { Error: { Message: echo } } })),
  internalError: (echo: string) =>
    Promise.resolve(Response.json({ Response: { Error: { Code: 'InternalError', Message: echo } } })),
  agentMissing: () =>
    Promise.resolve(Response.json({ Response: { StaffStatusList: [], Metrics: 'none', RequestId: 'r' } })),
  unknownStatus: () => Promise.resolve(Response.json(strangeStatus)),
  deep: () => Promise.resolve(new Response(`{"Response":{"x":${'['.repeat(200)}`)),
  huge: () => Promise.resolve(new Response(HUGE)),
  bodyBreaks: (echo: string) => Promise.resolve(new Response(breakingBody(echo))),
  bodyNeverEnds: () => Promise.resolve(new Response(new ReadableStream({}))),
};

export type BrokenResponse = keyof typeof brokenResponses;

export const BROKEN_RESPONSES = Object.keys(brokenResponses).filter(
  (name): name is BrokenResponse => name in brokenResponses,
);

function breakingBody(echo: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"Response":')),
    pull: (controller) => controller.error(new Error(echo)),
  });
}

/** @param echo text that it repeats; a server or a proxy may know the keys from the request */
export function createBrokenResponse(name: BrokenResponse, echo: string): Promise<Response> {
  return brokenResponses[name](echo);
}
