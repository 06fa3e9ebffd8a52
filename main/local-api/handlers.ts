/** The types of the handlers of the local API's requests. */
import type { Outcome } from '../../shared/local-api/protocol.ts';
import type { ApiEvent, ApiInput, ApiOutput, ApiRequest } from '../../shared/local-api/requests.ts';

export type RequestContext<Event> = {
  /** Aborted when the client cancels the request or disconnects. Nobody receives a result after that. */
  signal: AbortSignal;
  /** Sends an event before the result. */
  emit: (event: Event) => void;
};

type ApiHandler<Name extends ApiRequest> = (
  input: ApiInput<Name>,
  context: RequestContext<ApiEvent<Name>>,
) => Outcome<ApiOutput<Name>> | Promise<Outcome<ApiOutput<Name>>>;

/** One handler for each request. A handler that throws is answered with `appError`. */
export type ApiHandlers = { [Name in ApiRequest]: ApiHandler<Name> };
