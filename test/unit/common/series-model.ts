/** A naive model of a series, and generators of hostile points, to hold the real one against. */
import type { Random } from './random';

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly time: number;
}

export interface ModelColumn {
  readonly number: number;
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly last: number;
}

/** The envelope of the columns, by looking at each point. */
export function modelColumns(points: readonly Point[], first: number, last: number, width: number): ModelColumn[] {
  const columns = new Map<number, number[]>();
  for (const { x, y } of points) {
    const number = Math.floor(x / width);
    if (number >= first && number <= last) {
      const values = columns.get(number) ?? [];
      columns.set(number, values);
      values.push(y);
    }
  }
  return [...columns]
    .sort(([a], [b]) => a - b)
    .map(([number, all]) => {
      const values = all.filter((value) => !Number.isNaN(value));
      const min = values.reduce((least, value) => (value < least ? value : least), values[0] ?? NaN);
      const max = values.reduce((greatest, value) => (value > greatest ? value : greatest), values[0] ?? NaN);
      return { number, min, max, first: values[0] ?? NaN, last: values.at(-1) ?? NaN };
    });
}

/** The points of an interval and a neighbour on each side, by looking at each point. */
export function modelPoints(points: readonly Point[], low: number, high: number): Point[] {
  const sorted = points.map((point, index) => ({ point, index }));
  sorted.sort((a, b) => (a.point.x < b.point.x ? -1 : a.point.x > b.point.x ? 1 : a.index - b.index));
  const inside = sorted.filter(({ point }) => point.x >= low && point.x <= high);
  const before = sorted.filter(({ point }) => point.x < low).at(-1);
  const after = sorted.find(({ point }) => point.x > high);
  return [before, ...inside, after].filter((entry) => entry !== undefined).map(({ point }) => point);
}

/** Gives the next x of a series. */
export type Steps = (index: number, previous: number) => number;

/** Courses of x as programs write them, and worse. */
export const courses: Readonly<Record<string, (random: Random) => Steps>> = {
  regular: (random) => {
    const [start, step] = [random.whole(-1000, 1000), random.pick([1, 2, 10, 0.5, 0.1, 1e-9, 0])];
    return (index) => start + index * step;
  },
  irregular: (random) => (_, previous) => previous + random.next() ** 4,
  unsorted: (random) => () => random.between(-1000, 1000),
  repeated: (random) => (_, previous) => (random.chance(0.9) ? previous : previous + 1),
  repeatedUnsorted: (random) => () => random.whole(-5, 5),
  falling: () => (index) => -index,
  resumed: (random) => (_, previous) => (random.chance(0.001) ? previous - random.whole(1, 3000) : previous + 1),
  huge: (random) => () => random.pick([1e308, -1e308, 1.7976931348623157e308, 0, 5, -Number.MAX_VALUE]),
  hugeGrowing: () => (index) => -1e308 + index * 1e304,
  largeOffset: (random) => {
    const step = random.pick([0.125, 1, 0.25]);
    return (index) => 1e15 + index * step;
  },
  largeOffsetIrregular: (random) => (index, previous) => (index === 0 ? 1e15 : previous + random.whole(0, 3) * 0.125),
  subnormal: () => (index) => index * 5e-324,
  subnormalIrregular: (random) => (_, previous) => previous + random.whole(0, 9) * 5e-324,
  seconds: (random) => (index, previous) => (index === 0 ? 1.7e9 : previous + random.next() * 1e-3),
};

/** Values as programs log them, and worse. */
export const values: Readonly<Record<string, (random: Random) => (index: number) => number>> = {
  smooth: () => (index) => Math.sin(index / 50),
  random: (random) => () => random.between(-1, 1),
  mostlyNaN: (random) => () => (random.chance(0.99) ? NaN : random.next()),
  hostile: (random) => () => random.pick([NaN, Infinity, -Infinity, 1e308, -1e308, 0, -0, 5e-324, 1]),
};
