import assert from 'node:assert/strict';
import { DrawnSeries, gridOf, type Grid } from '../../../src/common/drawn-series';
import { Memory } from '../../../src/common/memory';
import type { Zoom } from '../../../src/common/past';
import { CHUNK_POINTS, type Series } from '../../../src/common/series';
import { logOf, Opened, POINTS, STEPS } from './long-log';
import { Random } from './random';

/** What two pages draw of a grid; the first asks for what is missing. */
function blocksOf(one: Series, other: Series, grid: Grid): unknown {
  return [one, other].map((series) => {
    const block = new DrawnSeries(series, 0, 0).update(grid);
    assert.ok(block?.kind === 'columns');
    // Where x falls, which value of a column came first is not known of columns that were joined.
    return series.sorted ? block : { ...block, values: block.values.slice(0, 3) };
  });
}

describe('An interval that is looked into', function () {
  this.timeout(120_000);

  for (const [name, step] of Object.entries(STEPS)) {
    it(`is drawn as if all were in memory once its columns have been read, x ${name}`, () => {
      const log = logOf(step, new Random(1));
      const whole = new Opened(log, null);
      const some = new Opened(log, new Memory(30 * CHUNK_POINTS * 20));
      const grid = gridOf(POINTS * 0.1, POINTS * 0.64, false, 9000);
      const wanted = new Map<Series, Zoom>();
      for (const series of some.series) {
        const drawn = new DrawnSeries(series, 0, 0);
        const coarse = drawn.update(grid);
        assert.ok((coarse?.width ?? NaN) > grid.width);
        const missing = drawn.takeWanted();
        assert.ok(missing !== null && missing.width === grid.width);
        assert.equal(drawn.takeWanted(), null);
        wanted.set(series, series.beginZoom(missing.interval));
      }
      some.zoom(wanted);
      some.series.forEach((series, index) => {
        const other = whole.series[index];
        assert.ok(other);
        // On half as many pixels, as the columns are as fine as is needed for a screen.
        const half = { ...grid, width: grid.width * 2 };
        const [got, exact] = blocksOf(series, other, half) as [unknown, unknown];
        assert.deepEqual(got, exact);
        // One can look closer, and around.
        const closer = { ...gridOf(POINTS * 0.2, POINTS * 0.3, false, 1000), width: grid.width * 2 };
        const [gotCloser, exactCloser] = blocksOf(series, other, closer) as [unknown, unknown];
        assert.deepEqual(gotCloser, exactCloser);
      });
    });
  }

  it('has also what leaves memory while it is read, and later', () => {
    const log = logOf(STEPS.regular, new Random(2));
    const whole = new Opened(log, null);
    const some = new Opened(log, new Memory(30 * CHUNK_POINTS * 20), Math.floor(log.length * 0.7));
    const [series] = some.series;
    const [other] = whole.series;
    assert.ok(series && other);
    const zoom = series.beginZoom({ low: 1e5, high: Infinity });
    const before = series.past.points;
    some.zoom(new Map([[series, zoom]]), () => some.finish());
    assert.ok(series.past.points > before);
    const grid = { ...gridOf(1e5, series.high, false, 2000), width: 256 };
    const [got, exact] = blocksOf(series, other, grid) as [unknown, unknown];
    assert.deepEqual(got, exact);
  });

  it('is not read where nothing can be read, and not on when nobody wants it', () => {
    const log = logOf(STEPS.regular, new Random(3));
    const some = new Opened(log, new Memory(30 * CHUNK_POINTS * 20));
    const [series, second] = some.series;
    assert.ok(series && second);
    const zoom = series.beginZoom({ low: 1e5, high: 9e5 });
    const reader = some.producer.zoomReader(new Map([[series, zoom]]));
    assert.equal(reader.isDone, false);
    zoom.isCancelled = true;
    assert.equal(reader.isDone, true);
    second.forgetSources();
    const lost = some.producer.zoomReader(new Map([[second, second.beginZoom({ low: 1e5, high: 9e5 })]]));
    assert.deepEqual([lost.start, lost.isDone], [null, true]);
  });
});
