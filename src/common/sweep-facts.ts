/** What the `run` record of a job says of the sweep that it belongs to: docs/log-format.md. */
import { ID_PATTERN } from './record';
import { isCount, isObject } from './record-shape';
import { shorten } from './shorten';

const MAX_NAME_CHARACTERS = 200;

/** The job's parameters are the `config` of its run. */
export interface SweepFacts {
  /** Sorts by start time, as a run's does. */
  readonly id: string;
  /** What the sweep is called: that of its program. */
  readonly name: string;
  /** The job's place in the sweep, from 0. */
  readonly index: number;
  /** How many jobs the sweep has. */
  readonly count: number;
}

/** @returns `null` when the value does not describe a place in a sweep. */
export function decodeSweep(value: unknown): SweepFacts | null {
  if (!isObject(value)) {
    return null;
  }
  const { id, name, index, count } = value;
  const isGood = typeof id === 'string' && ID_PATTERN.test(id) && isCount(index) && isCount(count) && index < count;
  return isGood ? { id, name: shorten(typeof name === 'string' ? name : '', MAX_NAME_CHARACTERS), index, count } : null;
}
