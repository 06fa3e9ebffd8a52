import type { RunningApp } from './app.ts';

/** Reads the native message dialogs that an app has shown, each as "message\ndetail". */
export type GetDialogMessages = () => Promise<string[]>;

/**
 * Answers each native message dialog from now on, because a test cannot operate them. `confirm` presses the confirming
 * button, `cancel` the one that Escape presses.
 */
export async function respondToDialogs(
  { electron }: Pick<RunningApp, 'electron'>,
  response: 'confirm' | 'cancel',
): Promise<GetDialogMessages> {
  await electron.evaluate(({ app, dialog }, pressedButton) => {
    const shownMessages: string[] = [];
    Reflect.set(app, 'dialogMessages', shownMessages);
    const press = (options: Electron.MessageBoxOptions) => {
      const { message, detail = '', cancelId = 0, defaultId, buttons = [] } = options;
      shownMessages.push(`${message}\n${detail}`);
      if (defaultId !== cancelId) throw new Error('Enter would agree');
      const agrees = buttons.findIndex((_button, index) => index !== cancelId);
      return Promise.resolve({
        response: pressedButton === 'confirm' ? agrees : cancelId,
        checkboxChecked: false,
      });
    };
    dialog.showMessageBox = (...args: unknown[]) => press(args.at(-1) as Electron.MessageBoxOptions);
  }, response);
  return () => electron.evaluate(({ app }) => Reflect.get(app, 'dialogMessages') as string[]);
}
