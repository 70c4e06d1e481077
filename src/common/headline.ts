/** Which of a run's metrics stand for it where there is room for one or a few. */

/** What people look at first, in this order: of each kind a plain name first, then the validation's, then others. */
const KINDS: readonly RegExp[] = [
  /loss|error|\berr\b|perplexity|\bppl\b|rmse|\bmse\b|\bmae\b/,
  /(^|[^a-z])acc(uracy)?($|[^a-z])|f1|auc|score|reward|(^|[^a-z])return|\biou\b|bleu|precision|recall/,
];
const PLAIN = /^(loss|acc|accuracy|reward|score)$/;
const VALIDATION = /val|test|eval|dev/;
/** Metrics of the machine, which the client, or what watches a job, logs by itself. */
const SYSTEM = 'system/';
/** What the machine and the schedule do says little about the result. */
const BESIDE = /^system\/|\blr\b|learning.?rate|epoch|time|step|throughput|samples|tokens|grad/;
const NO_KIND = KINDS.length;
const LAST = NO_KIND + 1;

/**
 * @param metrics of the run, in the order in which it logged them first.
 * @param chosen by the user for this project; the first where the run has it.
 * @returns at most `count` of them: one of each known kind first, then others in the program's order.
 */
export function headlineMetrics(
  metrics: readonly string[],
  chosen: string | null,
  count = Infinity,
): readonly string[] {
  const kinds = new Map(metrics.map((metric) => [metric, kindOf(metric.toLowerCase())]));
  const ofKind = (kind: number): string[] => metrics.filter((metric) => kinds.get(metric) === kind);
  const wanted = metrics.filter((metric) => metric === chosen);
  const bests = [...KINDS.keys()].flatMap((kind) => best(ofKind(kind)));
  const ranked = [...wanted, ...bests, ...ofKind(NO_KIND), ...[...KINDS.keys(), LAST].flatMap(ofKind)];
  return [...new Set(ranked)].slice(0, count);
}

/** Whether a metric is one of the machine and not of the program. */
export function isSystemMetric(metric: string): boolean {
  return metric.startsWith(SYSTEM);
}

/** The one that stands for its kind. */
function best(metrics: readonly string[]): readonly string[] {
  const plain = metrics.find((metric) => PLAIN.test(metric.toLowerCase()));
  const found = plain ?? metrics.find((metric) => VALIDATION.test(metric.toLowerCase())) ?? metrics[0];
  return found === undefined ? [] : [found];
}

function kindOf(metric: string): number {
  if (BESIDE.test(metric)) {
    return LAST;
  }
  const kind = KINDS.findIndex((pattern) => pattern.test(metric));
  return kind < 0 ? NO_KIND : kind;
}
