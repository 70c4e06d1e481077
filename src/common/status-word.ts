import type { RunStatus } from './protocol';
import { t } from './words';

/** `waiting`: a kernel's run between two cells that log to it. */
export type ShownStatus = RunStatus | 'waiting';

/** The status of a run in a word or two. */
export function statusWord(status: ShownStatus): string {
  switch (status) {
    case 'running':
      return t('running');
    case 'waiting':
      return t('waiting for the next cell');
    case 'finished':
      return t('finished');
    case 'failed':
      return t('failed');
    case 'interrupted':
      return t('interrupted');
    case 'lost':
      return t('lost');
  }
}
