/** Shows system dialogs, attached to the window so that nothing can cover them. */
import {
  BrowserWindow,
  dialog,
  type MessageBoxOptions,
  type MessageBoxReturnValue,
  type OpenDialogOptions,
  type OpenDialogReturnValue,
  type SaveDialogOptions,
  type SaveDialogReturnValue,
} from 'electron';

/** The window, if it is visible. */
function parentWindow() {
  return BrowserWindow.getAllWindows().find((one) => one.isVisible());
}

export function showMessage(options: MessageBoxOptions): Promise<MessageBoxReturnValue> {
  const window = parentWindow();
  return window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options);
}

export function showSave(options: SaveDialogOptions): Promise<SaveDialogReturnValue> {
  const window = parentWindow();
  return window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options);
}

export function showOpen(options: OpenDialogOptions): Promise<OpenDialogReturnValue> {
  const window = parentWindow();
  return window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options);
}
