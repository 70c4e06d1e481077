/** The product as other extensions see it. */
import * as vscode from 'vscode';
import type { Sideplot } from '../../../src/extension/extension';

/** What the product's `activate` returned. Waits for it where it has not begun. */
export async function product(): Promise<Sideplot> {
  const extension = vscode.extensions.getExtension<Sideplot>('sideplot.sideplot');
  if (!extension) throw new Error('Sideplot is not installed.');
  return extension.activate();
}

export function isActive(): boolean {
  return vscode.extensions.getExtension('sideplot.sideplot')?.isActive === true;
}
