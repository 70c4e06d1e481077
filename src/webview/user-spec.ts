/** A program's own Vega-Lite spec, checked and made to fit its place, before it is compiled. */
import type { TopLevelSpec } from 'vega-lite';
import type { ChartSpec } from '../common/record';
import { isObject } from '../common/record-shape';
import { t } from '../common/words';
import type { Size } from './plot-view';
import { without } from './without';

/** The name of the data set that holds the points of a chart's metrics. */
export const POINTS = 'points';

/** A spec that is not drawn, and why, in words for the user. */
export class SpecError extends Error {}

export interface PreparedSpec {
  readonly spec: TopLevelSpec;
  /** Whether the chart's width and height follow the panel, or are those of the spec. */
  readonly fits: { readonly width: boolean; readonly height: boolean };
}

/** Refuses what may not be drawn, takes away what is not for this place, and fits the size. Throws a SpecError. */
export function prepareSpec(given: ChartSpec, size: Size): PreparedSpec {
  const schema = given['$schema'];
  if (typeof schema === 'string' && !schema.includes('vega-lite')) {
    throw new SpecError(t('Only Vega-Lite is drawn; the spec’s $schema is {0}.', schema));
  }
  refuseUrls(given);
  if (isObject(given['datasets']) && Object.hasOwn(given['datasets'], POINTS)) {
    throw new SpecError(t('The data set “{0}” holds the points of the chart’s metrics; name yours otherwise.', POINTS));
  }
  // Vega lays cells that come with later points over each other.
  if ('facet' in given || isFaceted(given)) {
    throw new SpecError(t('Facets (“facet”, “row”, “column”) are not drawn live; use “hconcat” or “vconcat”.'));
  }
  // It may hold options for the embedding, such as another loader.
  return fitted(without(given, 'usermeta'), size);
}

/** Data come from the log or stand in the spec: a chart opens no connection. */
function refuseUrls(value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach(refuseUrls);
    return;
  }
  if (!isObject(value)) return;
  for (const [key, part] of Object.entries(value)) {
    if (key === 'data' && isObject(part) && 'url' in part) {
      throw new SpecError(
        t('Data from a URL are not loaded: log them as metrics, or put them into “values” of the spec’s data.'),
      );
    }
    if (key !== 'values' && key !== 'datasets') refuseUrls(part);
  }
}

/** One plotting area fills the chart's box unless the spec gives its size; several keep theirs. */
function fitted(spec: ChartSpec, size: Size): PreparedSpec {
  const isSingle = 'mark' in spec || 'layer' in spec;
  const fits = { width: isSingle && isFree(spec['width']), height: isSingle && isFree(spec['height']) };
  const changed = {
    ...spec,
    ...(fits.width && { width: size.width }),
    ...(fits.height && { height: size.height }),
    ...(spec['autosize'] === undefined && { autosize: autosize(fits) }),
  };
  return { spec: changed as unknown as TopLevelSpec, fits };
}

function isFree(length: unknown): boolean {
  return length === undefined || length === 'container';
}

function isFaceted({ encoding }: ChartSpec): boolean {
  return isObject(encoding) && ['row', 'column', 'facet'].some((channel) => channel in encoding);
}

function autosize({ width, height }: { readonly width: boolean; readonly height: boolean }): object {
  // Labels and legends change while points come.
  const resize = true;
  if (!width && !height) return { type: 'pad', resize };
  return { type: width && height ? 'fit' : width ? 'fit-x' : 'fit-y', contains: 'padding', resize };
}
