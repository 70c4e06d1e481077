/** The keys of each record type and the values they may have, as docs/log-format.md tells. */
import {
  ID_PATTERN,
  MAX_CONTROL_TEXT,
  MAX_METRIC_NAME,
  MAX_OPTIONS,
  MAX_SPEC_CHARACTERS,
  type ControlValue,
} from './record';

type Check = (value: unknown) => boolean;

interface Shape {
  readonly required: Readonly<Record<string, Check>>;
  /** May be missing; `null` counts as missing. */
  readonly optional: Readonly<Record<string, Check>>;
}

/** Whether the fields of a record have the shape of its type; fields that the type does not have may be anything. */
export function hasShape(type: keyof typeof shapes, fields: Readonly<Record<string, unknown>>): boolean {
  const { required, optional } = shapes[type];
  return (
    Object.entries(required).every(([key, check]) => Object.hasOwn(fields, key) && check(fields[key])) &&
    Object.entries(optional).every(([key, check]) => fields[key] == null || check(fields[key]))
  );
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isTextArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

/** A whole number from 0. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isFinite(value: unknown): value is number {
  return isNumber(value) && Number.isFinite(value);
}

/** A finite number from 0. */
function isAmount(value: unknown): boolean {
  return isFinite(value) && value >= 0;
}

function isControlText(value: unknown): value is string {
  return isText(value) && value.length > 0 && value.length <= MAX_CONTROL_TEXT;
}

/** What a control of some kind may have. */
export function isControlValue(value: unknown): value is ControlValue {
  return isFinite(value) || typeof value === 'boolean' || (isText(value) && value.length <= MAX_CONTROL_TEXT);
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isColour(value: unknown): boolean {
  return value === -1 || isCount(value);
}

function isName(value: unknown): boolean {
  return isText(value) && value.length > 0 && value.length <= MAX_METRIC_NAME;
}

function isIdentifier(value: unknown): boolean {
  return isText(value) && ID_PATTERN.test(value);
}

function isChart(value: unknown): boolean {
  if (!isObject(value)) {
    return isTextArray(value);
  }
  return isTextArray(value['metrics']) && isTextOrMissing(value['title']) && isSpecOrMissing(value['spec']);
}

function isSpecOrMissing(value: unknown): boolean {
  if (!isObject(value)) {
    return value == null;
  }
  try {
    return JSON.stringify(value).length <= MAX_SPEC_CHARACTERS;
  } catch {
    // Nested too deeply to be written.
    return false;
  }
}

function isTextOrMissing(value: unknown): boolean {
  return value == null || isText(value);
}

const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    isText(value) && words.includes(value);

const anything: Check = () => true;

const shapes = {
  run: {
    required: { version: isCount, id: isIdentifier },
    optional: {
      producer: isIdentifier,
      name: isText,
      project: isText,
      config: isObject,
      start: isNumber,
      cwd: isText,
      argv: isTextArray,
      pid: isCount,
      pid_start: isCount,
      host: isText,
      user: isText,
      language: isText,
      workspace: isText,
      notebook: isObject,
      parent: isText,
      listens: isBoolean,
      job: isObject,
      sweep: isObject,
    },
  },
  series: { required: { id: isCount, metric: isName }, optional: { unit: isText, kind: isText } },
  // The columns are checked where they are decoded.
  points: {
    required: { series: (value) => typeof value !== 'number' || isCount(value), x: anything, y: anything },
    optional: {},
  },
  text: { required: { stream: isText, lines: isTextArray }, optional: { time: isNumber } },
  figure: {
    required: { name: isName, charts: (value) => Array.isArray(value) && value.every(isChart) },
    optional: { open: oneOf('beside', 'window', 'never') },
  },
  note: { required: { text: isText }, optional: { kind: isText, time: isNumber, step: isNumber, level: isText } },
  progress: {
    required: { id: isCount, done: isAmount },
    optional: { label: isText, total: isAmount, unit: isText, finished: isBoolean, time: isNumber },
  },
  // Whether the value fits the kind is checked where it is decoded.
  control: {
    required: {
      name: isControlText,
      kind: oneOf('slider', 'toggle', 'choice', 'button'),
      value: isControlValue,
    },
    optional: {
      unit: isText,
      min: isFinite,
      max: isFinite,
      step: isFinite,
      scale: oneOf('linear', 'log'),
      options: (value) => Array.isArray(value) && value.length <= MAX_OPTIONS && value.every(isControlText),
      time: isNumber,
    },
  },
  value: { required: { name: isControlText, value: isControlValue }, optional: { time: isNumber } },
  cell: { required: { state: oneOf('running', 'ended'), notebook: isObject }, optional: { time: isNumber } },
  gap: {
    required: { count: isCount },
    optional: {
      series: isCount,
      reason: isText,
      x: (value) => Array.isArray(value) && value.length === 2 && value.every(isNumber),
    },
  },
  resume: { required: {}, optional: { time: isNumber } },
  end: {
    required: { status: oneOf('finished', 'failed', 'interrupted') },
    optional: { error: isText, time: isNumber },
  },
  about: {
    required: {},
    optional: { name: isText, colour: isColour, pinned: isBoolean, note: isText, archived: isBoolean, time: isNumber },
  },
} satisfies Readonly<Record<string, Shape>>;
