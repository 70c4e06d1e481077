import type { SeriesDescription } from '../common/protocol';
import { t } from '../common/words';
import { formatValue } from './number-format';
import { labelOf } from './legend';
import { isElsewhere, type PlaceReadings, placeText, pointText } from './reading-at';
import type { XWords } from './x-words';

/** How many series are read out. */
const SPOKEN = 8;

/** The table of values at the crosshair, as it is read out: `step 53: train/loss 0.31; val/loss 0.4; lr dropped`. */
export function spokenValues(
  { nearest, readings }: PlaceReadings,
  series: readonly SeriesDescription[],
  words: XWords,
  notes: readonly string[],
): string {
  const values = readings.slice(0, SPOKEN).flatMap((reading) => {
    const one = series[reading.index];
    if (one === undefined) return [];
    const value = reading.smoothed ?? reading.text;
    if (reading.point !== null)
      return t(
        '{0} {1}, raw {2} at {3}',
        labelOf(one),
        value,
        formatValue(reading.point.y),
        pointText(reading.point, words),
      );
    return isElsewhere(reading, nearest)
      ? t('{0} {1} at {2}', labelOf(one), value, placeText(reading, words))
      : `${labelOf(one)} ${value}`;
  });
  const more = readings.length - values.length;
  const parts = [...values, ...(more > 0 ? [t('and {0} more', more)] : []), ...notes];
  return `${words.named(placeText(nearest, words))}: ${parts.join('; ')}`;
}
