/** Reads back what a page kept over a reload of the window, as if the page were hostile. */
import { isAbsolute } from 'node:path';
import type { PanelIdentity } from '../common/protocol';
import { ID_PATTERN, MAX_METRIC_NAME } from '../common/record';
import { isObject } from '../common/record-shape';

const LOG_ENDING = '.jsonl';
/** Runs that a panel draws over each other. */
export const MAX_RUNS = 50;

/** @returns the identity in a page's state, or `undefined` when there is none that may be followed. */
export function readIdentity(state: unknown): PanelIdentity | undefined {
  const identity = isObject(state) ? state['identity'] : undefined;
  if (!isObject(identity)) {
    return undefined;
  }
  const { run, figure, file } = identity;
  const others = readOthers(identity['others']);
  const figureIsGood = figure === null || (typeof figure === 'string' && figure.length <= MAX_METRIC_NAME);
  if (typeof run !== 'string' || !figureIsGood || others === undefined) {
    return undefined;
  }
  if (file === null) {
    return run === '' || ID_PATTERN.test(run) ? { run, others, figure, file } : undefined;
  }
  const followable = typeof file === 'string' && isAbsolute(file) && file.endsWith(LOG_ENDING) && run === file;
  return followable ? { run, others, figure, file } : undefined;
}

/** The runs drawn over the main one; a page of an older version names none. */
function readOthers(value: unknown): readonly string[] | undefined {
  if (value === undefined) {
    return [];
  }
  const isList = Array.isArray(value) && value.length < MAX_RUNS;
  const others: unknown[] = isList ? Array.from(value) : [undefined];
  const isId = (id: unknown): id is string => typeof id === 'string' && ID_PATTERN.test(id);
  return others.every(isId) ? others : undefined;
}
