import type { ExportFormat } from '../../common/export-format';
import { t } from '../../common/words';
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
    { label: t('Copy as Image'), run: () => actions.copy(chart) },
    { ...entry(t('PNG…'), 'png'), separated: true },
    entry(t('SVG…'), 'svg'),
    entry(t('Vega-Lite Spec…'), 'vega-lite'),
    { ...entry(t('CSV…'), 'csv'), separated: true },
    entry(t('JSON…'), 'json'),
    entry(t('Parquet…'), 'parquet'),
    ...(chart === null ? [{ ...entry(t('HTML Report…'), 'report'), separated: true }] : []),
  ];
}
