/** Which of a run's metrics stand for it where there is room for a few. */
import type { LastValue } from './run-summary';

/** What people look at first, in this order; of each kind the validation's before the training's. */
const KINDS: readonly RegExp[] = [
  /loss|error|\berr\b|perplexity|\bppl\b|rmse|\bmse\b|\bmae\b/,
  /acc|f1|auc|score|reward|return|\biou\b|bleu|precision|recall/,
];
const VALIDATION = /val|test|eval|dev/;
/** What the machine and the schedule do says little about the result. */
const BESIDE = /^system\/|\blr\b|learning.?rate|epoch|time|step|throughput|samples|tokens|grad/;
const NO_KIND = KINDS.length;
const LAST = NO_KIND + 1;

/** @returns at most `count` of the values: one of each known kind first, then others in the program's order. */
export function headlineValues(values: readonly LastValue[], count: number): readonly LastValue[] {
  const ranked = values.map((value, index) => ({ value, kind: kindOf(value.metric.toLowerCase()), index }));
  const chosen = KINDS.flatMap((_, kind) => {
    const ofKind = ranked.filter((one) => one.kind === kind);
    const validation = ofKind.find(({ value }) => VALIDATION.test(value.metric.toLowerCase()));
    return validation ?? ofKind.slice(0, 1);
  });
  const others = [NO_KIND, ...KINDS.keys(), LAST].flatMap((kind) =>
    ranked.filter((one) => one.kind === kind && !chosen.includes(one)),
  );
  return [...chosen, ...others].slice(0, count).map(({ value }) => value);
}

function kindOf(metric: string): number {
  if (BESIDE.test(metric)) {
    return LAST;
  }
  const kind = KINDS.findIndex((pattern) => pattern.test(metric));
  return kind < 0 ? NO_KIND : kind;
}
