import type { ExportFormat } from '../../common/export-format';
import type { MenuEntry } from '../menu';

export interface ExportActions {
  /** The host asks where to. */
  export(format: ExportFormat, chart: string | null): void;
  copy(chart: string | null): void;
}

/** What can be made of a chart, or of the whole figure (`null`). */
export function exportEntries(chart: string | null, actions: ExportActions): readonly MenuEntry[] {
  const entry = (label: string, format: ExportFormat): MenuEntry => ({
    label,
    run: () => actions.export(format, chart),
  });
  return [
    { label: 'Copy as Image', run: () => actions.copy(chart) },
    { ...entry('PNG…', 'png'), separated: true },
    entry('SVG…', 'svg'),
    entry('Vega-Lite Spec…', 'vega-lite'),
    { ...entry('CSV…', 'csv'), separated: true },
    entry('JSON…', 'json'),
    entry('Parquet…', 'parquet'),
    ...(chart === null ? [{ ...entry('HTML Report…', 'report'), separated: true }] : []),
  ];
}
