/** The benchmark's own extension: measures in the extension host, beside the packaged product, and takes commands over the tests' link. */
import * as vscode from 'vscode';
import { followCommands } from '../../notebook/command-host';
import { collectGarbage, HostWatch, memory } from './host-watch';
import { closeEditors, coverPanel, openPanels, panelState, redraw } from './panels';
import { isActive } from './product';
import { hostQuery, runState } from './run-state';
import { startProfile, stopProfile } from './profile';
import { openTeleplot } from './teleplot';

export function activate(context: vscode.ExtensionContext): void {
  const watch = new HostWatch();
  context.subscriptions.push(watch);
  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    active: isActive,
    pid: () => process.pid,
    memory: () => (collectGarbage(), memory()),
    open: openPanels,
    panels: panelState,
    cover: coverPanel,
    close: closeEditors,
    redraw,
    run: runState,
    query: hostQuery,
    watch: () => watch.start(),
    watched: () => watch.read(),
    startProfile,
    stopProfile,
    teleplot: () => openTeleplot(context),
  };
  for (const [name, action] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`sideplotBench.${name}`, action));
  }
  const socket = process.env['SIDEPLOT_TEST_SOCKET'];
  if (socket) context.subscriptions.push(followCommands(socket));
}
