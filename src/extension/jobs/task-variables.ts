/** Variables of tasks, as far as they can be known without the editor's help. */
import { homedir } from 'node:os';
import { basename, dirname, extname, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { isObject } from '../../common/record-shape';

/** Fills variables such as `${workspaceFolder}` in, and notes those that only the editor knows. */
export class TaskVariables {
  readonly unknown = new Set<string>();

  /** @param folder of the task. */
  constructor(readonly folder: string) {}

  in(text: string): string {
    const known = this.known();
    return text.replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
      const value = name.startsWith('env:') ? (process.env[name.slice(4)] ?? '') : known[name];
      if (value === undefined) {
        this.unknown.add(whole);
      }
      return value ?? whole;
    });
  }

  /** In all texts of a definition. */
  inAll(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.in(value);
    }
    if (Array.isArray(value)) {
      return value.map((one) => this.inAll(one));
    }
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.inAll(one)]))
      : value;
  }

  private known(): Readonly<Record<string, string | undefined>> {
    const { folder } = this;
    const file = vscode.window.activeTextEditor?.document.uri.fsPath;
    return {
      workspaceFolder: folder,
      workspaceFolderBasename: basename(folder),
      cwd: folder,
      pathSeparator: sep,
      '/': sep,
      userHome: homedir(),
      file,
      fileBasename: file && basename(file),
      fileBasenameNoExtension: file && basename(file, extname(file)),
      fileExtname: file && extname(file),
      fileDirname: file && dirname(file),
      relativeFile: file && relative(folder, file),
      ...Object.fromEntries(
        (vscode.workspace.workspaceFolders ?? []).map(({ name, uri }) => [`workspaceFolder:${name}`, uri.fsPath]),
      ),
    };
  }
}
