/** The file that an export goes to: whole or not at all, on this machine or wherever the editor's files are. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ByteSink } from './point-format';

/**
 * Writes a file.
 *
 * @param produce gives the bytes; `null` leaves no file.
 */
export async function writeTarget<Result>(
  target: vscode.Uri,
  produce: (sink: ByteSink) => Promise<Result | null>,
): Promise<Result | null> {
  if (target.scheme === 'file') {
    const path = target.fsPath;
    const draft = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`);
    return writeDraft(draft, produce, () => rename(draft, path));
  }
  // Such files are written at once only: what is large is written here first.
  const folder = await mkdtemp(join(tmpdir(), 'sideplot-'));
  try {
    const draft = join(folder, 'export');
    return await writeDraft(draft, produce, async () => {
      await vscode.workspace.fs.copy(vscode.Uri.file(draft), target, { overwrite: true });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeDraft<Result>(
  draft: string,
  produce: (sink: ByteSink) => Promise<Result | null>,
  keep: () => Promise<void>,
): Promise<Result | null> {
  const file = await open(draft, 'w');
  let result: Result | null = null;
  try {
    result = await produce({
      write: async (bytes) => {
        await file.write(bytes);
      },
    });
  } finally {
    await file.close();
    if (result === null) {
      await rm(draft, { force: true });
    }
  }
  if (result !== null) {
    await keep();
  }
  return result;
}
