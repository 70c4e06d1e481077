/** What can be made of a figure or of the points of its runs. */

/** Made of points: of those that are shown, or of all. */
export const POINT_FORMATS = ['csv', 'json', 'parquet'] as const;
/** Made of what the page has drawn. */
export const DRAWN_FORMATS = ['png', 'svg', 'vega-lite'] as const;

export type PointFormatName = (typeof POINT_FORMATS)[number];
export type DrawnFormat = (typeof DRAWN_FORMATS)[number];
export type ExportFormat = PointFormatName | DrawnFormat | 'report' | 'clipboard';

const ALL: readonly string[] = [...POINT_FORMATS, ...DRAWN_FORMATS, 'report', 'clipboard'];

export function isExportFormat(value: unknown): value is ExportFormat {
  return typeof value === 'string' && ALL.includes(value);
}

export function isPointFormat(format: ExportFormat): format is PointFormatName {
  return (POINT_FORMATS as readonly string[]).includes(format);
}
