/** What the editor writes to a run: `control.jsonl` in its folder. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ControlValue } from '../../common/record';
import { isObject } from '../../common/record-shape';
import { runsFolder } from '../storage';
import { DEFAULT_PATIENCE, type StopPatience } from './description';

const NAME = 'control.jsonl';
const MAX_READ = 1024 * 1024;
const MAX_SECONDS = 24 * 3600;

export type ControlRecord =
  | { readonly type: 'stop'; readonly patience: StopPatience }
  /** Stop one background cell of a kernel, which logs to the run. */
  | { readonly type: 'stop-cell'; readonly cell: string; readonly execution_count: number }
  /** Draw the metrics that were found in printed lines. */
  | { readonly type: 'draw-printed' };

/** What the user says about a run; keys that are missing leave what was said before. */
export type AboutChange = Partial<RunAboutValues>;

/** The user has moved a control; `true` presses a button. Read by the program alone. */
interface ValueWritten {
  readonly type: 'value';
  readonly name: string;
  readonly value: ControlValue;
}

type AboutWritten = { readonly type: 'about' } & AboutChange;

type Written = ControlRecord | AboutWritten | ValueWritten;

interface RunAboutValues {
  /** Empty: the name that the program gave. */
  readonly name: string;
  /** Index into the palette; −1: chosen by the editor. */
  readonly colour: number;
  readonly pinned: boolean;
  readonly note: string;
  readonly archived: boolean;
}

/** Appends to the control log of a run, whichever process watches it. */
export async function writeControl(root: string, id: string, record: Written): Promise<void> {
  await appendControl(join(runsFolder(root), id), record);
}

/** Appends to the control log in a folder. */
export async function appendControl(folder: string, record: Written): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await appendFile(join(folder, NAME), `${JSON.stringify({ ...record, time: Date.now() / 1000 })}\n`, { mode: 0o600 });
}

/** Reads what was appended since the last look. */
export class ControlLog {
  private readonly path: string;
  private offset = 0;
  private rest = '';

  constructor(folder: string) {
    this.path = join(folder, NAME);
  }

  /** @returns records of known types; all others are skipped. Empty when there is no control log. */
  read(): readonly ControlRecord[] {
    const lines = (this.rest + this.appended()).split('\n');
    this.rest = (lines.pop() ?? '').slice(-MAX_READ);
    return lines.map(decodeControl).filter((record) => record !== null);
  }

  private appended(): string {
    let file: number;
    try {
      file = openSync(this.path, 'r');
    } catch {
      return '';
    }
    try {
      const length = Math.min(fstatSync(file).size - this.offset, MAX_READ);
      if (length <= 0) {
        return '';
      }
      const buffer = Buffer.alloc(length);
      const read = readSync(file, buffer, 0, length, this.offset);
      this.offset += read;
      return buffer.toString('latin1', 0, read);
    } catch {
      return '';
    } finally {
      closeSync(file);
    }
  }
}

function decodeControl(line: string): ControlRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isObject(value)) {
    return null;
  }
  switch (value['type']) {
    case 'stop':
      return { type: 'stop', patience: decodePatience(value['patience']) };
    case 'draw-printed':
      return { type: 'draw-printed' };
    default:
      return null;
  }
}

function decodePatience(value: unknown): StopPatience {
  const given = isObject(value) ? value : {};
  const seconds = (name: keyof StopPatience): number => {
    const number = given[name];
    return typeof number === 'number' && number >= 0 ? Math.min(number, MAX_SECONDS) : DEFAULT_PATIENCE[name];
  };
  return { ask: seconds('ask'), interrupt: seconds('interrupt'), terminate: seconds('terminate') };
}
