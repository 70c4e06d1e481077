/** Reads back what a page kept over a reload of the window, as if the page were hostile. */
import { isAbsolute } from 'node:path';
import type { PanelIdentity } from '../common/protocol';
import { ID_PATTERN, MAX_METRIC_NAME } from '../common/record';

const LOG_ENDING = '.jsonl';

/** @returns the identity in a page's state, or `undefined` when there is none that may be followed. */
export function readIdentity(state: unknown): PanelIdentity | undefined {
  const identity = isFields(state) ? state['identity'] : undefined;
  if (!isFields(identity)) {
    return undefined;
  }
  const { run, figure, file } = identity;
  const figureIsGood = figure === null || (typeof figure === 'string' && figure.length <= MAX_METRIC_NAME);
  if (typeof run !== 'string' || !figureIsGood) {
    return undefined;
  }
  if (file === null) {
    return run === '' || ID_PATTERN.test(run) ? { run, figure, file } : undefined;
  }
  const followable = typeof file === 'string' && isAbsolute(file) && file.endsWith(LOG_ENDING) && run === file;
  return followable ? { run, figure, file } : undefined;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
