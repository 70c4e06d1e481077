/** A report of runs as one HTML file: no scripts, nothing loaded, so that it opens anywhere and can be sent by mail. */
import type { ConfigTexts } from '../../common/protocol';
import { t } from '../../common/words';
import { escaped } from '../escaped';

export interface ReportedChart {
  readonly title: string;
  /** The picture, or why there is none. */
  readonly svg: Uint8Array | string;
}

export interface ReportedValue {
  readonly metric: string;
  readonly unit: string;
  readonly producer: string;
  readonly points: number;
  readonly step: string;
  readonly value: string;
}

export interface ReportedNote {
  readonly kind: string;
  readonly text: string;
  readonly step: string;
  readonly time: string;
}

export interface ReportedRun {
  readonly name: string;
  readonly id: string;
  /** Label and text of each fact, in order. */
  readonly facts: readonly (readonly [string, string])[];
  readonly config: ConfigTexts;
  readonly values: readonly ReportedValue[];
  readonly notes: readonly ReportedNote[];
  /** How often each problem was met. */
  readonly problems: Readonly<Record<string, number>>;
  /** The end of the printed text. */
  readonly text: readonly string[];
  /** How many lines stand before it. */
  readonly earlierLines: number;
}

export interface Report {
  readonly title: string;
  readonly made: string;
  readonly language: string;
  readonly charts: readonly ReportedChart[];
  readonly runs: readonly ReportedRun[];
}

const STYLE = `
:root { color-scheme: light; }
body { max-width: 1080px; margin: 2rem auto; padding: 0 1.5rem; font: 14px/1.5 system-ui, sans-serif; color: #242424; background: #ffffff; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 0.6rem; border-bottom: 1px solid #e0e0e0; padding-bottom: 0.2rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 0.4rem; }
.made { color: #616161; margin: 0.2rem 0 0; }
.charts { display: flex; flex-wrap: wrap; gap: 1rem; }
figure { margin: 0; max-width: 100%; break-inside: avoid; }
figure img { max-width: 100%; height: auto; display: block; }
.none { color: #a1260d; }
table { border-collapse: collapse; max-width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.15rem 1.2rem 0.15rem 0; border-bottom: 1px solid #eeeeee; overflow-wrap: anywhere; }
th { font-weight: 600; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
pre { background: #f6f6f6; padding: 0.8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.45 ui-monospace, monospace; }
@media print { body { margin: 0; max-width: none; } }
`;

export function reportHtml({ title, made, language, charts, runs }: Report): string {
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Sideplot">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="made">${escaped(made)}</p>
<h2>${escaped(t('Charts'))}</h2>
<div class="charts">
${charts.map(chart).join('\n')}
</div>
${runs.map(run).join('\n')}
</body>
</html>
`;
}

/** As an image: whatever a drawing holds, a browser runs no script of it. */
function chart({ title, svg }: ReportedChart): string {
  if (typeof svg === 'string') {
    return `<figure><figcaption>${escaped(title)}</figcaption><p class="none">${escaped(svg)}</p></figure>`;
  }
  const data = Buffer.from(svg).toString('base64');
  return `<figure><img alt="${escaped(title)}" src="data:image/svg+xml;base64,${data}"></figure>`;
}

function run({ name, facts, config, values, notes, problems, text, earlierLines }: ReportedRun): string {
  const earlier = earlierLines === 0 ? '' : `${t('… {0} earlier lines are only in the log', earlierLines)}\n`;
  const parts = [
    `<h2>${escaped(name)}</h2>`,
    table([], facts),
    ...section(t('Config'), table([t('Key'), t('Value')], Object.entries(config))),
    ...section(
      t('Last values'),
      table(
        [t('Metric'), t('Value'), t('Step'), t('Points'), t('Producer')],
        values.map(({ metric, unit, value, step, points, producer }) => [
          unit === '' ? metric : `${metric} (${unit})`,
          value,
          step,
          String(points),
          producer,
        ]),
        [1, 2, 3],
      ),
    ),
    ...section(
      t('Notes'),
      table(
        [t('Time'), t('Step'), t('Kind'), t('Note')],
        notes.map((note) => [note.time, note.step, note.kind, note.text]),
        [1],
      ),
    ),
    ...section(
      t('Problems'),
      table(
        [t('Problem'), t('Count')],
        Object.entries(problems).map(([problem, count]) => [problem, String(count)]),
        [1],
      ),
    ),
    ...section(t('Printed text'), text.length === 0 ? '' : `<pre>${escaped(earlier + text.join('\n'))}</pre>`),
  ];
  return parts.join('\n');
}

/** A heading over something, and nothing over nothing. */
function section(heading: string, content: string): string[] {
  return content === '' ? [] : [`<h3>${escaped(heading)}</h3>`, content];
}

function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): string {
  if (rows.length === 0) {
    return '';
  }
  const attribute = (column: number): string => (numbers.includes(column) ? ' class="number"' : '');
  const head =
    headings.length === 0
      ? ''
      : `<thead><tr>${headings.map((text, column) => `<th${attribute(column)}>${escaped(text)}</th>`).join('')}</tr></thead>`;
  const body = rows
    .map((row) => `<tr>${row.map((text, column) => `<td${attribute(column)}>${escaped(text)}</td>`).join('')}</tr>`)
    .join('\n');
  return `<table>${head}<tbody>\n${body}\n</tbody></table>`;
}
