/** Reads a plain row, `{"step":3,"loss":0.31}`: an object without a type. */
import { decodeNumber } from './column';
import { MAX_METRIC_NAME, type RowRecord } from './record';

const MAX_DEPTH = 8;

type Fields = Readonly<Record<string, unknown>>;

/** Every number is a point of the metric of that name; nested objects join their names with a slash; anything else is counted as refused. */
export function decodeRow(fields: Fields): RowRecord {
  const values = new Map<string, number>();
  let refusedValues = 0;
  const visit = (object: Fields, prefix: string, depth: number): void => {
    for (const [key, value] of Object.entries(object)) {
      if (depth === 1 && isAxis(key) && typeof value === 'number') {
        continue;
      }
      const name = prefix + key;
      const number = value === null || isAxis(name) ? undefined : decodeNumber(value);
      if (number !== undefined && name.length > 0 && name.length <= MAX_METRIC_NAME) {
        values.set(name, number);
      } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < MAX_DEPTH) {
        visit(value as Fields, `${name}/`, depth + 1);
      } else {
        refusedValues += 1;
      }
    }
  };
  visit(fields, '', 1);
  return { type: 'row', step: ownNumber(fields, 'step'), time: ownNumber(fields, 'time'), values, refusedValues };
}

/** `step` and `time` of a row are its place, never metrics. */
function isAxis(name: string): boolean {
  return name === 'step' || name === 'time';
}

function ownNumber(fields: Fields, key: string): number | null {
  const value = fields[key];
  return typeof value === 'number' ? value : null;
}
