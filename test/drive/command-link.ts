/**
 * Runs VS Code commands by id from the outside. The tests' own extension (test/notebook) connects to a socket of the test process, is sent one
 * JSON object a line, `{id, command, args}`, and answers `{id, result}` or `{id, error}`. After a reload of the window its new host connects again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DEADLINE, until } from './wait';

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

interface Waiting {
  readonly socket: Socket;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface CommandLink {
  /** Goes into the server's environment, so that the extension finds the socket. */
  readonly env: Readonly<Record<string, string>>;
  /** How often an extension host connected so far: grows by one with each reload of the window. */
  readonly connections: () => number;
  /** Resolves when an extension host is connected, at least the `count`th one. */
  readonly connected: (count?: number) => Promise<void>;
  /** Runs a command in the newest extension host. Resolves to what it returned, as JSON; rejects with its error, or when the host goes away. */
  readonly execute: (command: string, ...args: unknown[]) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Opens the socket. */
export async function openCommandLink(): Promise<CommandLink> {
  const folder = mkdtempSync(join(tmpdir(), 'sideplot-link-'));
  const path =
    process.platform === 'win32' ? `\\\\.\\pipe\\sideplot-${process.pid}-${Date.now()}` : join(folder, 'socket');
  const waiting = new Map<number, Waiting>();
  let newest: Socket | undefined;
  let count = 0;
  let lastId = 0;

  const server = createServer((socket) => {
    count++;
    newest = socket;
    createInterface({ input: socket }).on('line', (line) => settle(waiting, JSON.parse(line) as Answer));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      if (newest === socket) newest = undefined;
      rejectAll(waiting, socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));

  const connected = async (least = 1): Promise<void> => {
    await until(`extension host ${least} to connect`, () => newest !== undefined && count >= least, {
      seen: () => count,
    });
  };
  return {
    env: { SIDEPLOT_TEST_SOCKET: path },
    connections: () => count,
    connected,
    execute: async (command, ...args) => {
      await connected();
      const socket = newest;
      if (!socket) throw new Error('The extension host went away.');
      const id = ++lastId;
      return withDeadline(
        `the command ${command}`,
        () => waiting.delete(id),
        (resolve, reject) => {
          waiting.set(id, { socket, resolve, reject });
          socket.write(`${JSON.stringify({ id, command, args })}\n`);
        },
      );
    },
    close: async () => {
      newest?.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function settle(waiting: Map<number, Waiting>, answer: Answer): void {
  const asked = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (answer.error === undefined) asked?.resolve(answer.result);
  else asked?.reject(new Error(answer.error));
}

function rejectAll(waiting: Map<number, Waiting>, socket: Socket): void {
  for (const [id, asked] of waiting) {
    if (asked.socket !== socket) continue;
    waiting.delete(id);
    asked.reject(new Error('The extension host went away before it answered.'));
  }
}

function withDeadline<T>(
  what: string,
  onTimeout: () => void,
  start: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      onTimeout();
      reject(new Error(`Waited ${DEADLINE / 1000} s in vain for ${what}`));
    }, DEADLINE);
    start(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
