import assert from 'node:assert/strict';
import { DrawnSeries, gridOf, MAX_PIXELS, type Grid } from '../../../src/common/drawn-series';
import { decodeFrame, encodeFrame, type Block } from '../../../src/common/frame';
import { Series } from '../../../src/common/series';
import { SeriesData } from '../../../src/webview/series';
import { Random } from './random';
import { courses, values } from './series-model';

/** What a page has that applied the blocks, as plain numbers. */
function shown(data: SeriesData): unknown {
  const { kind, count, width, low, high, fields } = data;
  return { kind, count, width, low, high, fields: fields.map((field) => [...field.subarray(0, count)]) };
}

/** What a page has that is told everything at once. */
function fromScratch(series: Series, grid: Grid): unknown {
  const data = new SeriesData();
  const block = new DrawnSeries(series, 0, 0).update(grid);
  assert.ok(block);
  data.apply(block);
  return shown(data);
}

/** The block after its way through a frame. */
function sent(block: Block): Block {
  const [received] = decodeFrame(encodeFrame([block]));
  assert.ok(received);
  return received;
}

interface View {
  readonly domain: readonly [number, number] | null;
  readonly pixels: number;
}

/** The user zooms, pans, resizes, or does nothing. */
function nextView(view: View, series: Series, random: Random): View {
  if (random.chance(0.7) || series.length === 0) {
    return view;
  }
  if (random.chance(0.3)) {
    return { ...view, pixels: random.pick([10, 100, 300, 1000]) };
  }
  if (random.chance(0.4)) {
    return { ...view, domain: null };
  }
  const ends = [0, 1].map(() => series.xAt(random.whole(0, series.length - 1)) + random.pick([0, 0.5, -100, 3000]));
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return low < high ? { ...view, domain: [low, high] } : view;
}

describe('What a page is sent of a series', function () {
  this.timeout(60_000);

  for (const [course, steps] of Object.entries(courses)) {
    it(`is at each step what it would be sent from scratch, x ${course}`, () => {
      for (let seed = 1; seed <= 12; seed += 1) {
        const random = new Random(seed);
        const trace = [`seed ${seed}`];
        const [step, value] = [steps(random), random.pick(Object.values(values))(random)];
        const series = new Series();
        const drawn = new DrawnSeries(series, 0, 0);
        const page = new SeriesData();
        let view: View = { domain: null, pixels: 300 };
        let previous = 0;
        // Another series of the chart may begin earlier, and later fall further.
        let chartLow = random.pick([Infinity, -5000]);
        try {
          for (let turn = 0; turn < 40; turn += 1) {
            const count = random.chance(0.2) ? 0 : random.whole(1, random.pick([3, 100, 1000]));
            for (let point = 0; point < count; point += 1) {
              previous = step(series.length, previous);
              series.append(previous, value(series.length), NaN);
            }
            view = nextView(view, series, random);
            chartLow -= random.chance(0.1) ? 1000 : 0;
            if (series.length === 0) {
              continue;
            }
            const [low, high] = view.domain ?? [Math.min(chartLow, series.low), series.high];
            const grid = gridOf(low, high, view.domain === null, view.pixels);
            const block = drawn.update(grid);
            trace.push(`${count} points, grid ${low} to ${high}${grid.all ? ' (all)' : ''}, from ${block?.from}`);
            if (block !== null) {
              page.apply(sent(block));
            }
            assert.deepEqual(shown(page), fromScratch(series, grid));
            assert.equal(drawn.update(grid), null, 'a second update has nothing to tell');
          }
        } catch (error) {
          throw new Error(`${trace.join('\n  ')}\n${String(error)}`, { cause: error });
        }
      }
    });
  }

  it('is only what is new, while all is shown and while a part is', () => {
    const series = new Series();
    const drawn = new DrawnSeries(series, 3, 5);
    const grow = (count: number): void => {
      for (let point = 0; point < count; point += 1) {
        series.append(series.length, 1, NaN);
      }
    };
    const update = (grid: Grid): Block => {
      const block = drawn.update(grid);
      assert.ok(block);
      return block;
    };
    grow(400);
    assert.deepEqual(summary(update(gridOf(0, 1e5, true, 100))), ['points', 0, 400]);
    grow(10);
    assert.deepEqual(summary(update(gridOf(0, 1e5, true, 100))), ['points', 400, 10]);
    grow(50_000);
    const whole = update(gridOf(0, 1e5, true, 100));
    assert.deepEqual(summary(whole), ['columns', 0, Math.floor(50_409 / 512) + 1]);
    grow(1);
    assert.deepEqual(summary(update(gridOf(0, 1e5, true, 100))), ['columns', whole.count - 1, 1]);

    // A part of the past: points that come later change no more than the extent of the series.
    assert.equal(update(gridOf(1000, 1100, false, 100)).count, 103);
    grow(1000);
    const after = update(gridOf(1000, 1100, false, 100));
    assert.deepEqual(summary(after), ['points', 103, 0]);
    assert.equal(after.high, 51_410);
    assert.deepEqual([after.chart, after.series], [3, 5]);
  });

  it('keeps the numbers of its columns while x grows', () => {
    const series = new Series();
    const drawn = new DrawnSeries(series, 0, 0);
    let before: Block | null = null;
    for (let batch = 0; batch < 200; batch += 1) {
      for (let point = 0; point < 500; point += 1) {
        series.append(series.length, Math.sin(series.length), NaN);
      }
      const block = drawn.update(gridOf(0, series.high, true, 200));
      assert.ok(block);
      if (before?.kind === 'columns' && block.from > 0) {
        assert.equal(block.width, before.width);
        assert.equal(block.values[0]?.[0], before.values[0]?.at(-1));
      }
      before = block;
    }
  });
});

function summary({ kind, from, count }: Block): [string, number, number] {
  return [kind, from, count];
}

describe('A grid', function () {
  this.timeout(60_000);

  const ends = [0, -0, 1, -1, 5e-324, -5e-324, 2.3e-308, 1e-300, 0.1, 1e15, 1e15 + 0.125, 2 ** 53, 1e300, 1e308];
  const extremes = [...ends, ...ends.map((end) => -end), Number.MAX_VALUE, -Number.MAX_VALUE, 1.7e9, 1.7e9 + 1e-7];
  const pixels = [-5, 0, 0.3, 1, 2, 3, 999.5, 1000, MAX_PIXELS, 1e6, Number.MAX_VALUE, Infinity];

  function check(low: number, high: number, wide: number): void {
    const { width, pointLimit } = gridOf(low, high, false, wide);
    const trace = `${low} to ${high} on ${wide} pixels: ${width}`;
    assert.ok(Number.isFinite(width) && width > 0 && Number.isInteger(Math.log2(width)), trace);
    const [first, last] = [Math.floor(low / width), Math.floor(high / width)];
    assert.ok(Number.isSafeInteger(first) && Number.isSafeInteger(last), trace);
    assert.ok(last - first <= 2 * Math.min(MAX_PIXELS, Math.max(1, wide)) + 2, `${trace}, ${last - first} columns`);
    assert.ok(pointLimit >= 500 && pointLimit <= 2 * MAX_PIXELS, trace);
  }

  it('has few columns of a width that is a power of two, whatever the interval', () => {
    for (const low of extremes) {
      for (const high of extremes.filter((end) => end >= low)) {
        pixels.forEach((wide) => check(low, high, wide));
      }
    }
  });

  it('has columns of half a pixel to one where numbers allow', () => {
    for (let seed = 1; seed <= 2000; seed += 1) {
      const random = new Random(seed);
      const low = random.between(-1, 1) * 10 ** random.whole(-9, 9);
      const high = low + 10 ** random.between(-3, 9);
      const wide = random.whole(1, MAX_PIXELS);
      check(low, high, wide);
      const pixel = (high - low) / wide;
      if (pixel < Math.max(Math.abs(low), Math.abs(high)) * 2 ** -48) {
        continue;
      }
      const { width } = gridOf(low, high, true, wide);
      assert.ok(width <= pixel * 1.0000001 && width >= pixel / 2.0000001, `seed ${seed}: ${width} for ${pixel}`);
    }
  });

  it('has as many columns as asked for, where the interval is wider than numbers go', () => {
    for (const end of [1e308, Number.MAX_VALUE]) {
      const { width } = gridOf(-end, end, true, 1000);
      const columns = 2 * Math.floor(end / width);
      assert.ok(columns >= 998 && columns <= 2002, `${columns} columns`);
    }
  });

  it('is drawn in a bounded number of columns, whatever the numbers', () => {
    for (const low of extremes) {
      for (const high of extremes.filter((end) => end >= low)) {
        const series = new Series();
        for (let point = 0; point <= 1200; point += 1) {
          series.append(point < 600 ? low : high, point, NaN);
        }
        for (const all of [true, false]) {
          const block = new DrawnSeries(series, 0, 0).update(gridOf(low, high, all, 3));
          const most = low === high ? 1 : 2;
          assert.ok(block !== null && block.kind === 'columns', `${low} to ${high}`);
          assert.ok(block.count >= 1 && block.count <= most, `${low} to ${high}: ${block.count} columns`);
          assert.equal(Math.max(...(block.values[2] ?? [])), 1200);
        }
      }
    }
  });
});
