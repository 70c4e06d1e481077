import { t } from '../common/words';
import type { Loader } from 'vega';

const refuse = () => Promise.reject(new Error(t('Charts load nothing.')));

/** Keeps specs from reading files and the network, and from opening links. */
export const lockedLoader = {
  load: refuse,
  sanitize: refuse,
  http: refuse,
  file: refuse,
  options: {},
} as unknown as Loader;
