/** An agent's account in the gateway's API. */
import * as z from 'zod/mini';
import { AGENT_MAX } from '../ipc/forms.ts';

/** Usually an e-mail address. Letter case and surrounding spaces do not matter. */
export const agentAccount = z.string().check(z.minLength(1), z.maxLength(AGENT_MAX, { abort: true }));
