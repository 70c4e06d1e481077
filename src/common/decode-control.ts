/** Reads what a program says of its controls. */
import { canHold } from './controls';
import type { ControlKind, ControlRecord, ControlValue, RefusalReason, ValueRecord } from './record';

type Fields = Readonly<Record<string, unknown>>;

/** Of fields whose shape was checked. A slider needs its range, a choice its options, and each a value that it can have. */
export function decodeControl(fields: Fields): ControlRecord | RefusalReason {
  const { kind, min, max, step, scale, options } = fields;
  const control: ControlRecord = {
    type: 'control',
    name: fields['name'] as string,
    kind: kind as ControlKind,
    value: fields['value'] as ControlValue,
    unit: typeof fields['unit'] === 'string' ? fields['unit'] : '',
    min: typeof min === 'number' ? min : 0,
    max: typeof max === 'number' ? max : 0,
    step: typeof step === 'number' && step > 0 ? step : null,
    logarithmic: scale === 'log',
    options: Array.isArray(options) ? (options as string[]) : [],
    time: timeOf(fields),
  };
  return isSound(control) ? control : 'bad-record';
}

export function decodeValue(fields: Fields): ValueRecord {
  const { name, value } = fields;
  return { type: 'value', name: name as string, value: value as ControlValue, time: timeOf(fields) };
}

function isSound(control: ControlRecord): boolean {
  const { kind, value, min, max, logarithmic } = control;
  const hasRange = kind !== 'slider' || (min < max && (!logarithmic || min > 0));
  return hasRange && canHold(control, value);
}

function timeOf({ time }: Fields): number {
  return typeof time === 'number' ? time : NaN;
}
