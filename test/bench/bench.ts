/** What every measurement is given. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What `scripts/bench.mjs` installed and built. */
export interface BenchSetup {
  /** The repository. */
  readonly root: string;
  /** The packaged product. */
  readonly vsix: string;
  /** The Python that has numpy. */
  readonly python: string;
  /** By library: the Python that has it, or why there is none. */
  readonly peers: Readonly<Record<string, { readonly python: string } | { readonly missing: string }>>;
  /** Scripts for pages by name: `page-probe`, `uplot-page`, `vega-lite-page`. */
  readonly pages: Readonly<Record<string, string>>;
  /** Smaller sizes and fewer rows. */
  readonly quick: boolean;
}

/** One number, or the reason why there is none. */
export type Value = number | { readonly missing: string };

/** What a measurement found. */
export interface Findings {
  /** By key of the table. */
  readonly values: Readonly<Record<string, Value>>;
  /** What others need on the same machine, in the words of the table. */
  readonly peers?: Readonly<Record<string, string>>;
  /** Further numbers, for whoever wants to know why. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The points in the store are not those that were sent: never a matter of speed. */
export class Incorrect extends Error {}

export function assertSame(what: string, found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw new Incorrect(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
  }
}

/** A folder for the time of one action. */
export async function inFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sideplot-bench-'));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

export function makeFolder(...parts: string[]): string {
  const folder = join(...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}
