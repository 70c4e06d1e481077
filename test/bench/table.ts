/** Prints the table. */
import type { Findings, Value } from './bench';
import type { Row } from './rows';

export interface Line {
  readonly row: Row;
  readonly value: Value;
  readonly peers: string;
}

/** Markdown, with columns that are aligned in a terminal too. */
export function printTable(lines: readonly Line[]): string {
  const cells = [
    ['what', 'measured', 'budget', '', 'others on the same machine'],
    ...lines.map(({ row, value, peers }) => [
      row.title,
      inWords(value),
      budgetOf(row),
      verdict(row, value),
      typeof value === 'number' ? peers : `could not be measured: ${value.missing}`,
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const text = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => (column === 1 || column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`;
  const [head = [], ...rest] = cells;
  const rule = [
    '-'.repeat(widths[0] ?? 3),
    `${'-'.repeat((widths[1] ?? 3) - 1)}:`,
    `${'-'.repeat((widths[2] ?? 3) - 1)}:`,
    '-'.repeat(Math.max(3, widths[3] ?? 3)),
    '---',
  ];
  return [text(head), text(rule), ...rest.map(text)].join('\n');
}

export function inWords(value: Value): string {
  if (typeof value !== 'number') return 'not measured';
  return value.toLocaleString('en', { maximumFractionDigits: 2 });
}

function budgetOf({ budget }: Row): string {
  if (budget === null) return '';
  return 'most' in budget ? `≤ ${inWords(budget.most)}` : `≥ ${inWords(budget.least)}`;
}

/** Whether the number is within the budget. Nothing fails on it: other machines are slower. */
function verdict({ budget }: Row, value: Value): string {
  if (budget === null || typeof value !== 'number') return '';
  return ('most' in budget ? value <= budget.most : value >= budget.least) ? 'yes' : 'no';
}

/** The lines of one measurement. */
export function linesOf(rows: readonly Row[], findings: Findings | { readonly missing: string }): Line[] {
  return rows.map((row) => {
    const missing: Value = { missing: 'missing' in findings ? findings.missing : 'no number came' };
    const value = 'missing' in findings ? missing : (findings.values[row.key] ?? missing);
    const peers = 'missing' in findings ? '' : (findings.peers?.[row.key] ?? '');
    return { row, value, peers };
  });
}
