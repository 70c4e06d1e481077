/** Finds metrics in lines that programs print: `loss=0.31`, `Epoch 3 … val_loss: 0.2`, JSON, the bars of tqdm, Lightning and Keras. */
import { decodeRow } from './decode-row';
import { MAX_METRIC_NAME } from './record';
import { isObject } from './record-shape';
import { plainText } from './terminal-text';
import { t } from './words';

/** Longer lines are not searched: a metric's line is for people to read. */
const LONGEST_LINE = 4000;
const NUMBER = String.raw`[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|inf(?:inity)?)`;
// A name, `=` or `:`, a number, and then neither a unit nor the rest of a time or address.
const PAIR = new RegExp(String.raw`(?<![\w./:\\-])([A-Za-z_][\w./-]*)(\s*[=:]\s*)(${NUMBER})(?=$|[\s,;|)\]}%])`, 'gi');
/** The number that counts steps, as programs call it. */
const STEP_NAME = /^(?:global_?step|step|iter(?:ation)?|it|batch)$/i;
const EPOCH_NAME = /^epoch$/i;
const EPOCH_WORD = /\bepoch\s*[#:=]?\s*\[?(\d+)/i;
const STEP_WORD = /\b(?:global[ _]step|step|iter(?:ation)?|batch)\s*[#:=]?\s*\[?(\d+)/i;
/** The part of a bar that counts: `45/100`. */
const BAR = /(?:^|[\s|[])(\d+)\/(\d+)(?=[\s[\]]|$)/;

export interface PrintedMetrics {
  readonly step: number | null;
  readonly values: ReadonlyMap<string, number>;
}

/** For the lines of one program, in their order: some forms name the epoch in a line before. */
export class PrintedMetricParser {
  private readonly own: readonly RegExp[];
  private epoch: number | null = null;
  private firstEpoch: number | null = null;

  /** @param patterns of the user: each named group is a metric, the group `step` is the step. One that is no regular expression is left out; see `faultOf`. */
  constructor(patterns: readonly string[] = []) {
    this.own = patterns.filter((pattern) => faultOf(pattern) === '').map((pattern) => new RegExp(pattern, 'u'));
  }

  /** @returns `null` when the line holds no metric. */
  parse(line: string): PrintedMetrics | null {
    if (line.length > LONGEST_LINE) {
      return null;
    }
    const text = plainText(line);
    return this.byOwnPattern(text) ?? byJson(text) ?? this.byPairs(text);
  }

  private byOwnPattern(text: string): PrintedMetrics | null {
    for (const pattern of this.own) {
      const { step, ...groups } = pattern.exec(text)?.groups ?? {};
      const values = new Map<string, number>();
      for (const [name, found] of Object.entries(groups)) {
        const value = toNumber(found);
        if (value !== null) {
          values.set(name, value);
        }
      }
      if (values.size > 0) {
        return { step: toNumber(step), values };
      }
    }
    return null;
  }

  private byPairs(text: string): PrintedMetrics | null {
    const values = new Map<string, number>();
    let epoch = integer(EPOCH_WORD.exec(text)?.[1]);
    let step = integer(STEP_WORD.exec(text)?.[1]);
    for (const [, name = '', link = '', digits = ''] of text.matchAll(PAIR)) {
      const value = toNumber(digits);
      if (value === null || name.length > MAX_METRIC_NAME) {
        continue;
      }
      if (EPOCH_NAME.test(name)) {
        epoch = value;
      } else if (STEP_NAME.test(name)) {
        step = value;
      } else if (link !== ':' || !/^\d+$/.test(digits)) {
        // "host:8080" is an address.
        values.set(name, value);
      }
    }
    this.epoch = epoch ?? this.epoch;
    this.firstEpoch ??= epoch;
    return values.size === 0 ? null : { step: step ?? this.stepOf(text, epoch), values };
  }

  /** The step of a bar counts on over epochs; without a bar the epoch is the step. */
  private stepOf(text: string, epoch: number | null): number | null {
    // "Epoch 3/10" counts epochs.
    const [, done, total] = BAR.exec(text.replace(/\bepoch\s*[#:=]?\s*\[?\d+\/\d+/i, '')) ?? [];
    if (done === undefined || total === undefined) {
      return epoch;
    }
    const before = this.epoch === null || this.firstEpoch === null ? 0 : this.epoch - this.firstEpoch;
    return before * Number(total) + Number(done);
  }
}

/** Why a user's pattern cannot be used, or empty. */
export function faultOf(pattern: string): string {
  try {
    const expression = new RegExp(`${pattern}|`, 'u');
    const groups = Object.keys(expression.exec('')?.groups ?? {});
    return groups.some((name) => name !== 'step') ? '' : t('no named group such as (?<loss>…)');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function byJson(text: string): PrintedMetrics | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) {
    return null;
  }
  try {
    const value: unknown = JSON.parse(trimmed);
    const row = isObject(value) ? decodeRow(value) : null;
    return row === null || row.values.size === 0 ? null : { step: row.step, values: row.values };
  } catch {
    return null;
  }
}

function integer(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}

function toNumber(text: string | undefined): number | null {
  if (text === undefined) {
    return null;
  }
  const word = /^([-+]?)(nan|inf|infinity)$/i.exec(text.trim());
  if (word !== null) {
    return word[2]?.toLowerCase() === 'nan' ? NaN : word[1] === '-' ? -Infinity : Infinity;
  }
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? null : value;
}
