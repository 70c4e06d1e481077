import type { RefusalReason } from './record';
import { t } from './words';

/** Why a line of a log was refused. */
export function refusalWords(reason: RefusalReason): string {
  switch (reason) {
    case 'too-long':
      return t('line longer than 1 MiB');
    case 'not-json':
      return t('line that is not JSON');
    case 'not-object':
      return t('line that is not a JSON object');
    case 'bad-record':
      return t('record of a wrong shape');
    case 'bad-column':
      return t('column of a wrong shape');
  }
}
