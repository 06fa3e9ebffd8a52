/** Asks for confirmation in a system dialog, which the window's page can neither cover nor answer. */
import { showMessage } from './dialogs.ts';

export type Prompt = { message: string; detail: string; yes: string; no: string };

/** Returns true if the agent agrees. Enter and Escape both mean no. */
export async function showPrompt({ message, detail, yes, no }: Prompt): Promise<boolean> {
  const { response } = await showMessage({
    type: 'warning',
    message,
    detail,
    buttons: [yes, no],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
