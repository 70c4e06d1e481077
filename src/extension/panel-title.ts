/** What the tab of a panel says. */
import { basename } from 'node:path';
import type { PanelIdentity } from '../common/protocol';
import type { Run } from '../common/run';
import { shorten } from '../common/shorten';
import { t } from '../common/words';

/** A tab has no room for more. */
const MAX_NAME_CHARACTERS = 40;

/** The figure's name; of the figure of all metrics, whose runs it draws, so that several panels can be told apart. */
export function panelTitle({ figure }: PanelIdentity, [main, ...others]: readonly Run[]): string {
  if (figure !== null) {
    return figure;
  }
  if (main === undefined || main.name === main.id) {
    // Nothing is known of it yet, or it is a file.
    return main === undefined || main.id === basename(main.id) ? t('Plots') : t('Plots: {0}', basename(main.id));
  }
  const name = shorten(main.name, MAX_NAME_CHARACTERS);
  return others.length === 0 ? t('Plots: {0}', name) : t('Plots: {0} and {1} more', name, others.length);
}
