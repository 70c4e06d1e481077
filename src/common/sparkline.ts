/** A curve as small as a word: an SVG picture, and its values in words for those who do not see it. */
import type { Series } from './series';
import { formatShort } from './short-number';

const MAX_VALUES = 80;
const WIDTH = 240;
const HEIGHT = 44;
const MARGIN = 3;

/** Values of a series from its beginning to its end, 80 at most and the newest among them. Of what was dropped from memory a neighbour stands in. */
export function sparkValues(series: Series): readonly number[] {
  const { length } = series;
  const count = Math.min(MAX_VALUES, length);
  return Array.from({ length: count }, (_, place) => {
    const index = count === 1 ? length - 1 : Math.round((place * (length - 1)) / (count - 1));
    const isKnown = index === length - 1 || series.evictedChunkOf(index) < 0;
    return isKnown ? series.yAt(index) : series.past.valueNear(series.xAt(index));
  });
}

/**
 * @param colour of the curve: six hexadecimal digits after a `#`.
 * @returns an SVG document of 240 × 44 units; values that are not finite leave a gap. Empty when there is nothing to draw.
 */
export function sparklineSvg(values: readonly number[], colour: string): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0 || !/^#[0-9a-f]{6}$/i.test(colour)) {
    return '';
  }
  const low = Math.min(...finite);
  const range = Math.max(...finite) - low;
  const x = (place: number): number => MARGIN + (place / Math.max(1, values.length - 1)) * (WIDTH - 2 * MARGIN);
  const y = (value: number): number =>
    range === 0 ? HEIGHT / 2 : HEIGHT - MARGIN - ((value - low) / range) * (HEIGHT - 2 * MARGIN);
  let path = '';
  let last = '';
  let isOpen = false;
  values.forEach((value, place) => {
    if (Number.isFinite(value)) {
      last = `cx="${x(place).toFixed(1)}" cy="${y(value).toFixed(1)}"`;
      path += `${isOpen ? 'L' : 'M'}${x(place).toFixed(1)} ${y(value).toFixed(1)}`;
    }
    isOpen = Number.isFinite(value);
  });
  const dot = `<circle ${last} r="2.5" fill="${colour}"/>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">` +
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-linejoin="round"/>${dot}</svg>`
  );
}

/** The curve in words: where it began, its least and greatest value, where it is. */
export function sparkWords(values: readonly number[]): string {
  const finite = values.filter(Number.isFinite);
  const [first] = finite;
  const last = finite.at(-1);
  if (first === undefined || last === undefined) {
    return '';
  }
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  return `${formatShort(first)} → ${formatShort(last)} (${formatShort(low)} … ${formatShort(high)})`;
}
