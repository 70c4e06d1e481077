/** Turns what a kernel sends into outputs of a notebook's cells. */
import * as vscode from 'vscode';
import type { Bundle } from './kernel';

const JSON_MIME = /^application\/(?:.*\+)?json$/;

/** The items of a MIME bundle: JSON as JSON, images from base64, everything else as text. */
export function outputItems(bundle: Bundle): vscode.NotebookCellOutputItem[] {
  return Object.entries(bundle).map(([mime, value]) => {
    if (JSON_MIME.test(mime)) return vscode.NotebookCellOutputItem.json(value, mime);
    const content = Array.isArray(value) ? value.join('') : String(value);
    const isBinary = mime.startsWith('image/') && mime !== 'image/svg+xml';
    return isBinary
      ? new vscode.NotebookCellOutputItem(Buffer.from(content, 'base64'), mime)
      : vscode.NotebookCellOutputItem.text(content, mime);
  });
}

/** The item of printed text. */
export function streamItem(name: 'stdout' | 'stderr', text: string): vscode.NotebookCellOutputItem {
  return name === 'stderr' ? vscode.NotebookCellOutputItem.stderr(text) : vscode.NotebookCellOutputItem.stdout(text);
}

/** The item of an exception. */
export function errorItem(name: string, message: string, stack: string): vscode.NotebookCellOutputItem {
  return vscode.NotebookCellOutputItem.error({ name, message, stack });
}
