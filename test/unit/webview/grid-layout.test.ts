import assert from 'node:assert/strict';
import type { ChartSize } from '../../../src/common/figure-choices';
import { columnsFor, layOutGrid, placeCharts } from '../../../src/webview/grid-layout';
import { Random } from '../common/random';

const ONE: ChartSize = { columns: 1, rows: 1 };
const ones = (count: number) => Array.from({ length: count }, () => ONE);

describe('The grid of a figure', () => {
  it('has as many columns as the panel’s size and the number of charts ask for', () => {
    const told = (width: number, height: number) =>
      [1, 2, 3, 4, 6, 12, 50].map((count) => columnsFor(count, width, height));
    assert.deepEqual(told(800, 500), [1, 2, 2, 2, 3, 2, 2]);
    assert.deepEqual(told(1600, 900), [1, 2, 2, 2, 3, 4, 4]);
    assert.deepEqual(told(400, 900), [1, 1, 1, 1, 1, 1, 1]);
    assert.deepEqual(told(200, 300), [1, 1, 1, 1, 1, 1, 1]);
    assert.deepEqual(told(1600, 300), [1, 2, 3, 4, 6, 4, 4]);
  });

  it('scrolls only when charts would be too small to be read', () => {
    assert.equal(layOutGrid([], ones(4), 800, 500).rowHeight, null);
    assert.equal(layOutGrid([], ones(1), 300, 60).rowHeight, null);
    const many = layOutGrid([], ones(50), 800, 500);
    assert.equal(many.rowHeight, 235);
    assert.equal(many.others.rows, 25);
  });

  it('keeps pinned charts in sight while they leave room for others', () => {
    const one = layOutGrid(ones(1), ones(20), 800, 500);
    assert.deepEqual([one.pinned.columns, one.pinned.rows, one.sticks], [1, 1, true]);
    assert.equal(layOutGrid(ones(6), ones(20), 800, 500).sticks, false);
  });

  it('places charts in their order, in the room that they take', () => {
    assert.deepEqual(placeCharts([ONE, { columns: 2, rows: 1 }, ONE, ONE], 2), {
      columns: 2,
      rows: 3,
      cells: [
        { column: 0, row: 0, columns: 1, rows: 1 },
        { column: 0, row: 1, columns: 2, rows: 1 },
        { column: 0, row: 2, columns: 1, rows: 1 },
        { column: 1, row: 2, columns: 1, rows: 1 },
      ],
    });
    const tall = placeCharts([{ columns: 1, rows: 2 }, ONE, ONE], 2).cells;
    assert.deepEqual(
      tall.map(({ column, row }) => [column, row]),
      [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
    );
    assert.deepEqual(placeCharts(ones(3), 2).cells[2], { column: 0, row: 1, columns: 2, rows: 1 });
    assert.deepEqual(placeCharts([{ columns: 9, rows: 1 }], 3), {
      columns: 3,
      rows: 1,
      cells: [{ column: 0, row: 0, columns: 3, rows: 1 }],
    });
  });

  it('never lets charts lie over each other or reach out of the grid', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = new Random(seed);
      const sizes = Array.from({ length: random.whole(0, 30) }, () => ({
        columns: random.whole(1, 4),
        rows: random.whole(1, 3),
      }));
      const { columns, rows, cells } = placeCharts(sizes, random.whole(1, 5));
      const taken = new Set<string>();
      let before = -1;
      for (const cell of cells) {
        assert.ok(cell.column >= 0 && cell.column + cell.columns <= columns && cell.row + cell.rows <= rows);
        assert.ok(cell.row * columns + cell.column > before, `seed ${seed}`);
        before = cell.row * columns + cell.column;
        for (let index = 0; index < cell.columns * cell.rows; index += 1) {
          const place = `${cell.column + (index % cell.columns)} ${cell.row + Math.floor(index / cell.columns)}`;
          assert.ok(!taken.has(place), `seed ${seed}: ${place} is taken twice`);
          taken.add(place);
        }
      }
      assert.equal(cells.length, sizes.length);
    }
  });
});
