import type { RunStatus } from './protocol';
import { t } from './words';

/** The status of a run in one word. */
export function statusWord(status: RunStatus): string {
  switch (status) {
    case 'running':
      return t('running');
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
