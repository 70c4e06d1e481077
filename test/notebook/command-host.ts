/** Executes commands that come over a socket: the other end is `test/drive/command-link.ts`. */
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';

interface Request {
  readonly id: number;
  readonly command: string;
  readonly args: readonly unknown[];
}

/** Connects to a socket and executes what comes until it is disposed of. */
export function followCommands(path: string): vscode.Disposable {
  const socket = createConnection(path);
  socket.on('error', (error) => console.error(`The tests' socket failed: ${String(error)}`));
  createInterface({ input: socket }).on('line', (line) => {
    void answer(JSON.parse(line) as Request).then((text) => socket.write(`${text}\n`));
  });
  return new vscode.Disposable(() => socket.destroy());
}

async function answer({ id, command, args }: Request): Promise<string> {
  try {
    const result: unknown = await vscode.commands.executeCommand(command, ...args.map(revive));
    return JSON.stringify({ id, result: result ?? null });
  } catch (error) {
    return JSON.stringify({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

/** `{"$uri": "/a/b"}` stands for the URI of that file. */
function revive(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && '$uri' in value && typeof value.$uri === 'string') {
    return vscode.Uri.file(value.$uri);
  }
  return value;
}
