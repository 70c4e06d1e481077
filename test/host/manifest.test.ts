import { deepStrictEqual, ok } from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('manifest', () => {
  const extension = vscode.extensions.getExtension('sideplot.sideplot');

  it('names an extension that activates', async () => {
    ok(extension, 'the extension is not installed');
    await extension.activate();
    ok(extension.isActive);
  });

  it('contributes exactly the commands that the extension registers', async () => {
    ok(extension);
    await extension.activate();
    const contributed = (extension.packageJSON as Manifest).contributes.commands.map(({ command }) => command);
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('sideplot.'));
    deepStrictEqual(registered.sort(), contributed.sort());
  });
});
