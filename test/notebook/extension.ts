/** The tests' own extension: a notebook kernel like that of Jupyter's extension, which is not in a public registry, and a link for commands. */
import * as vscode from 'vscode';
import { followCommands } from './command-host';
import { registerInspection } from './inspection';
import { KernelController } from './controller';

export function activate(context: vscode.ExtensionContext): void {
  const python = process.env['SIDEPLOT_TEST_PYTHON'];
  if (python) context.subscriptions.push(new KernelController(python, context.asAbsolutePath('bridge.py')));
  registerInspection(context);
  const socket = process.env['SIDEPLOT_TEST_SOCKET'];
  if (socket) context.subscriptions.push(followCommands(socket));
}
