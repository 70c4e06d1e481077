/** Finds metrics in lines that programs print: `loss=0.31`, `Epoch 3 … val_loss: 0.2`, dicts and JSON, the bars of tqdm, Lightning and Keras. */
import { decodeRow } from './decode-row';
import { PrintedSteps } from './printed-step';
import { MAX_METRIC_NAME } from './record';
import { isObject } from './record-shape';
import { plainText } from './terminal-text';
import { t } from './words';

/** Longer lines are not searched: a metric's line is for people to read. */
const LONGEST_LINE = 4000;
const NUMBER = String.raw`[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|inf(?:inity)?)`;
// A number as such, as a text, or as PyTorch and NumPy print theirs.
const VALUE = String.raw`["']?(?:(?:tensor|np\.\w+|array)\()?(${NUMBER})`;
// A name, which a dict has in quotes, `=` or `:`, a number, and then neither a unit nor the rest of a time or address.
const PAIR = new RegExp(
  String.raw`(?<![\w./:\\-])(["']?)([A-Za-z_][\w./-]*)\1(\s*[=:]\s*)${VALUE}(?=$|["'\s,;|)\]}%]|:\s)`,
  'gi',
);
// Without a sign between them only what is known to be a metric, and only numbers with a point: "val loss 2.31".
const WORDS = new RegExp(
  String.raw`(?<![\w./:=-])((?:(?:train(?:ing)?|val(?:id(?:ation)?)?|test|eval)[ _/])?(?:loss|acc(?:uracy)?|ppl|perplexity|lr|error|reward|return|f1|auc|mse|rmse|mae))\s+` +
    String.raw`([-+]?(?:\d+\.\d+|\.\d+)(?:[eE][-+]?\d+)?|nan|-?inf)(?=$|[\s,;|)\]}%(]|:\s)`,
  'gi',
);
/** Quick looks: most lines hold nothing. */
const HAS_SIGN = /[=:]/;
const HAS_WORD = /(?:loss|acc(?:uracy)?|ppl|perplexity|lr|error|reward|return|f1|auc|mse|mae)\s/i;
/** What Python's logging puts before a line. */
const LOGGING_PREFIX = /^(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):[\w.-]*:\s?/;
/** The number that counts steps, as programs call it. */
const STEP_NAME = /^(?:global_?step|step|iter(?:ation)?|it|batch)$/i;
const EPOCH_NAME = /^epoch$/i;
/** A number that Lightning shows beside metrics: which of its folders it logs to. */
const NO_METRIC = /^v_num$/;

export interface PrintedMetrics {
  readonly step: number | null;
  readonly values: ReadonlyMap<string, number>;
}

/** The user's own patterns, however they are kept from taking for ever. */
export interface OwnPatterns {
  /** @returns for each line what the first pattern that fits has found, or `null`. */
  search(lines: readonly string[]): readonly (PrintedMetrics | null)[];
}

const NO_PATTERNS: OwnPatterns = { search: (lines) => lines.map(() => null) };

/** For the lines of one program, in their order: some forms name the epoch in a line before. */
export class PrintedMetricParser {
  private readonly steps = new PrintedSteps();

  /** @param own tried before the known forms: each named group is a metric, the group `step` is the step. */
  constructor(private readonly own: OwnPatterns = NO_PATTERNS) {}

  /** @returns for each line its metrics, or `null` when it holds none. */
  parseAll(lines: readonly string[]): readonly (PrintedMetrics | null)[] {
    const texts = lines.map((line) => (line.length > LONGEST_LINE ? '' : plainText(line)));
    const found = this.own.search(texts);
    return texts.map((text, index) => (text === '' ? null : (found[index] ?? this.parse(text))));
  }

  private parse(text: string): PrintedMetrics | null {
    const rest = text.replace(LOGGING_PREFIX, '');
    return byJson(rest) ?? this.byPairs(rest);
  }

  private byPairs(text: string): PrintedMetrics | null {
    const values = new Map<string, number>();
    let epoch: number | null = null;
    let step: number | null = null;
    for (const [, quote, name = '', link = '', digits = ''] of HAS_SIGN.test(text) ? text.matchAll(PAIR) : []) {
      const value = toNumber(digits);
      if (value === null || name.length > MAX_METRIC_NAME || NO_METRIC.test(name)) {
        continue;
      }
      if (EPOCH_NAME.test(name)) {
        epoch = value;
      } else if (STEP_NAME.test(name)) {
        step = value;
      } else if (link !== ':' || quote !== '' || !/^\d+$/.test(digits)) {
        // "host:8080" is an address.
        values.set(name, value);
      }
    }
    for (const [, words = '', digits = ''] of HAS_WORD.test(text) ? text.matchAll(WORDS) : []) {
      const name = words.replace(' ', '_');
      const value = toNumber(digits);
      if (value !== null && !values.has(name)) {
        values.set(name, value);
      }
    }
    const seen = this.steps.see(text, epoch);
    return values.size === 0 ? null : { step: step ?? this.steps.stepOf(text, seen), values };
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

/** @param groups the named groups of a pattern that fits; `null` is returned when none holds a number. */
export function byGroups({ step, ...groups }: Readonly<Record<string, string | undefined>>): PrintedMetrics | null {
  const values = new Map<string, number>();
  for (const [name, found] of Object.entries(groups)) {
    const value = toNumber(found);
    if (value !== null) {
      values.set(name, value);
    }
  }
  return values.size > 0 ? { step: toNumber(step), values } : null;
}

function byJson(text: string): PrintedMetrics | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) {
    return null;
  }
  try {
    const value: unknown = JSON.parse(trimmed);
    const row = isObject(value) ? decodeRow(value) : null;
    return row === null || row.values.size === 0 ? null : withStep(row);
  } catch {
    return null;
  }
}

/** A number that counts steps is the step, else one that counts epochs. */
function withStep({ step, values }: PrintedMetrics): PrintedMetrics | null {
  const names = [...values.keys()];
  const name = names.find((one) => STEP_NAME.test(one)) ?? names.find((one) => EPOCH_NAME.test(one));
  if (step !== null || name === undefined) {
    return { step, values };
  }
  const others = new Map([...values].filter(([one]) => one !== name && !EPOCH_NAME.test(one)));
  return others.size === 0 ? null : { step: values.get(name) ?? null, values: others };
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
