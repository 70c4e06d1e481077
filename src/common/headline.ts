/** Which metric stands for a run where there is room for one. */

/** What people look at first, best first; of the last part of a name, in lower case. */
const TELLING: readonly RegExp[] = [
  /^loss$/,
  /(^|[^a-z])loss$/,
  /loss/,
  /(^|[^a-z])acc(uracy)?$/,
  /(^|[^a-z])(reward|return|score|f1|auc|perplexity|ppl|error|rmse|mse|mae)($|[^a-z])/,
];
/** Metrics of the machine, which the client logs by itself. */
const SYSTEM = 'system/';

/**
 * @param metrics of the run, in the order in which it logged them first.
 * @param chosen by the user for this project; used where the run has it.
 * @returns the chosen one, else one that is named like a loss or an accuracy, else the first; `null` when there is none.
 */
export function headlineOf(metrics: readonly string[], chosen: string | null): string | null {
  if (chosen !== null && metrics.includes(chosen)) {
    return chosen;
  }
  const own = metrics.filter((metric) => !metric.startsWith(SYSTEM));
  const candidates = own.length > 0 ? own : metrics;
  for (const pattern of TELLING) {
    const found = candidates.find((metric) => pattern.test(lastPart(metric)));
    if (found !== undefined) {
      return found;
    }
  }
  return candidates[0] ?? null;
}

/** Whether a metric is one of the machine and not of the program. */
export function isSystemMetric(metric: string): boolean {
  return metric.startsWith(SYSTEM);
}

function lastPart(metric: string): string {
  return metric.slice(metric.lastIndexOf('/') + 1).toLowerCase();
}
