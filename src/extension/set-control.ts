/** Gives a control of a running program another value, by the control log that the program reads. */
import { canHave } from '../common/controls';
import type { ControlValue } from '../common/record';
import type { Run } from '../common/run';
import { t } from '../common/words';
import { appendControl } from '../runner/job/control-log';

/**
 * @param folder of the run.
 * @returns why the program was not told, in words for the user, or an empty text. Never throws.
 */
export async function setControl(folder: string, run: Run, name: string, value: ControlValue): Promise<string> {
  const control = run.controls.find(name);
  if (!run.hasControlLog || control === undefined) {
    return t('The run has no control {0}.', name);
  }
  if (run.status !== 'running') {
    return t('The run has ended: its control {0} reaches nobody.', name);
  }
  if (!canHave(control, value)) {
    return t('The control {0} cannot have the value {1}.', name, String(value));
  }
  try {
    await appendControl(folder, { type: 'value', name, value });
    return '';
  } catch (error) {
    return t('The control log cannot be written: {0}', String(error));
  }
}
