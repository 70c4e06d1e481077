import assert from 'node:assert/strict';
import { chartOf, type Column, columns, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';
import { Picture } from './picture';

const BLUE = '#56b4e9';
const ORANGE = '#f28e42';
/** A line is two device pixels high on a screen of density 1, so its edge is one beside the value, and rounding takes one more. */
const TOLERANCE = 2;

describe('Curves of a panel', () => {
  const panels = usePanel();
  let panel: PagePanel;

  async function open(labels: readonly string[], options = {}): Promise<void> {
    panel = await panels.open(options);
    await panel.snapshot([chartOf('loss', labels)]);
  }

  it('go through their points in the colour of their series', async () => {
    await open(['train', 'val']);
    const x = Array.from({ length: 50 }, (_, index) => index);
    await panel.frame([
      points(
        0,
        0,
        x,
        x.map((step) => 1 / (1 + step)),
      ),
      points(
        0,
        1,
        x,
        x.map((step) => step / 50),
      ),
    ]);
    const picture = await Picture.of(panel);
    for (const step of [5, 20, 40]) {
      assertInk(picture, step, 1 / (1 + step), BLUE);
      assertInk(picture, step, step / 50, ORANGE);
    }
    assert.equal(picture.ink(picture.across(20), picture.down(0.9), BLUE), 0, 'there is ink where no curve is');
  });

  for (const scale of [1, 2, 1.25]) {
    it(`cover each column from minimum to maximum without holes at a density of ${scale}`, async () => {
      await open(['train'], { scale });
      const given = spiky(600);
      await panel.frame([columns(0, 0, 1, given)]);
      const picture = await Picture.of(panel);
      for (const [number, minimum, maximum] of given) {
        const [from, to] = [Math.round(picture.across(number)), Math.round(picture.across(number + 1))];
        for (let column = from; column < to; column += 1) {
          const rows = picture.inkedRows(column, BLUE);
          assert.ok(rows?.whole, `column ${number} is not whole at pixel ${column}: ${JSON.stringify(rows)}`);
          const [top, bottom] = [picture.down(maximum), picture.down(minimum)];
          assert.ok(rows.first <= top + 1 && rows.last >= bottom - 1, `column ${number} does not cover its values`);
        }
      }
      assertSpikesExact(picture, given);
    });
  }

  it('join columns side by side that do not overlap', async () => {
    await open(['train']);
    const steps = Array.from({ length: 400 }, (_, k): Column => (k < 200 ? [k, 0, 0.1, 0, 0.1] : [k, 0.9, 1, 0.9, 1]));
    await panel.frame([columns(0, 0, 1, steps)]);
    const picture = await Picture.of(panel);
    const edge = Math.round(picture.across(200));
    const left = picture.inkedRows(edge - 1, BLUE);
    const right = picture.inkedRows(edge, BLUE);
    assert.ok(left && right);
    assert.ok(left.first <= right.last + 1, `a hole from row ${right.last} to ${left.first}`);
    assert.ok(left.whole && right.whole);
  });

  it('join columns between which some are left out by a line', async () => {
    await open(['train']);
    await panel.frame([
      columns(0, 0, 1, [
        [0, 0, 0, 0, 0],
        [100, 0.5, 0.5, 0.5, 0.5],
        [400, 2, 2, 2, 2],
      ]),
    ]);
    const picture = await Picture.of(panel);
    assertInk(picture, 50.5, 0.25, BLUE);
    assertInk(picture, 250.5, 1.25, BLUE);
  });

  it('leave gaps at NaN, in points and in columns', async () => {
    await open(['points', 'columns']);
    const y = Array.from({ length: 101 }, (_, step) => (step >= 40 && step <= 60 ? NaN : 1));
    const gap: Column[] = Array.from({ length: 101 }, (_, k) =>
      k >= 40 && k <= 60 ? [k, NaN, NaN, NaN, NaN] : [k, 2, 2, 2, 2],
    );
    await panel.frame([
      points(
        0,
        0,
        y.map((_, step) => step),
        y,
      ),
      columns(0, 1, 1, gap),
    ]);
    const picture = await Picture.of(panel);
    assertInk(picture, 38, 1, BLUE);
    assertInk(picture, 38, 2, ORANGE);
    assert.equal(picture.inkedRows(picture.across(50), BLUE), undefined);
    assert.equal(picture.inkedRows(picture.across(50), ORANGE), undefined);
    assertInk(picture, 62, 1, BLUE);
    assertInk(picture, 62, 2, ORANGE);
  });

  it('show a point alone between gaps as a dot', async () => {
    await open(['points', 'columns']);
    await panel.frame([
      points(0, 0, [0, 1, 2, 3, 4], [1, NaN, 2, NaN, 1]),
      columns(0, 1, 0.01, [
        [99, NaN, NaN, NaN, NaN],
        [100, 3, 3, 3, 3],
        [101, NaN, NaN, NaN, NaN],
      ]),
    ]);
    const picture = await Picture.of(panel);
    assertInk(picture, 2, 2, BLUE);
    assertInk(picture, 1.005, 3, ORANGE);
    assert.ok(picture.inked(ORANGE) >= 12, 'the dot is too small to be seen');
    assert.equal(picture.inkedRows(picture.across(1.5), BLUE), undefined);
  });

  it('show a single point as a dot, with an axis around it', async () => {
    await open(['train']);
    await panel.frame([points(0, 0, [7], [0.25])]);
    const picture = await Picture.of(panel);
    assertInk(picture, 7, 0.25, BLUE);
    assert.ok(picture.y[0] < 0.25 && picture.y[1] > 0.25);
    assert.ok(picture.x[0] < 7 && picture.x[1] > 7);
  });

  it('mark infinities at the edge, break there, and leave the axis to the finite values', async () => {
    await open(['points', 'columns']);
    await panel.frame([
      points(0, 0, [0, 10, 20, 30, 40], [1, 1, Infinity, 1, 1]),
      columns(0, 1, 1, [
        [0, 0, 0, 0, 0],
        [10, -Infinity, 0, 0, 0],
        [40, 0, 0, 0, 0],
      ]),
    ]);
    const picture = await Picture.of(panel);
    assert.ok(picture.y[1] <= 1.2 && picture.y[0] >= -0.2, `the axis spans ${picture.y.join(' to ')}`);
    assert.ok(picture.ink(picture.across(20), picture.area[1] + 4, BLUE) > 0.5, 'no mark at the top');
    const bottom = picture.area[1] + picture.area[3] - 4;
    assert.ok(picture.ink(picture.across(10.5), bottom, ORANGE) > 0.5, 'no mark at the bottom');
    assert.equal(picture.ink(picture.across(15), picture.down(1), BLUE), 0, 'the line is not broken');
    assertInk(picture, 5, 1, BLUE);
  });

  it('are drawn for values whose range is beyond float64', async () => {
    await open(['train']);
    await panel.frame([points(0, 0, [0, 1, 2, 3], [0, 1e308, -1e308, 0])]);
    const picture = await Picture.of(panel);
    assert.ok(Number.isFinite(picture.y[1] - picture.y[0]));
    assertInk(picture, 0.25, 0.25e308, BLUE);
    assertInk(picture, 1.5, 0, BLUE);
  });

  it('have an axis around a constant, of any size', async () => {
    for (const value of [0, 5, -3e-9, 1e308]) {
      await open(['train']);
      await panel.frame([points(0, 0, [0, 1, 2], [value, value, value])]);
      const picture = await Picture.of(panel);
      assert.ok(picture.y[0] < value && picture.y[1] > value, `${picture.y.join(' to ')} does not hold ${value}`);
      assertInk(picture, 1, value, BLUE);
    }
  });

  it('grow by blocks that replace the end', async () => {
    await open(['train']);
    await panel.frame([points(0, 0, [0, 1, 2, 3], [0, 0, 0, 5])]);
    await panel.frame([points(0, 0, [3, 4, 5, 6], [0, 0, 0, 1], 3)]);
    const picture = await Picture.of(panel);
    assert.deepEqual(picture.x, [0, 6]);
    assertInk(picture, 3, 0, BLUE);
    assertInk(picture, 5.5, 0.5, BLUE);
    assert.ok(picture.y[1] < 2, 'the replaced value still counts for the axis');
  });

  it('are drawn with their dashes when colours repeat, without losing a column', async () => {
    await open(Array.from({ length: 12 }, (_, index) => `series ${index}`));
    const flat = (value: number) => Array.from({ length: 500 }, (_, k): Column => [k, value, value, value, value]);
    await panel.frame([
      columns(0, 0, 1, flat(0)),
      columns(0, 10, 1, flat(1)),
      points(0, 1, [0, 499], [2, 2]),
      points(0, 11, [0, 499], [3, 3]),
    ]);
    const picture = await Picture.of(panel);
    const inked = (y: number, colour: string, least: number) => {
      let count = 0;
      for (let column = Math.ceil(picture.across(1)); column < picture.across(499); column += 1) {
        const rows = [-1, 0].map((offset) => picture.ink(column, picture.down(y) + offset, colour));
        if (Math.max(...rows) > least) count += 1;
      }
      return count / (picture.across(499) - picture.across(1));
    };
    assert.ok(inked(0, BLUE, 0.9) > 0.98);
    assert.ok(inked(2, ORANGE, 0.9) > 0.98);
    assert.ok(inked(3, ORANGE, 0.9) > 0.5 && inked(3, ORANGE, 0.9) < 0.9, 'the line is not dashed');
    assert.ok(inked(1, BLUE, 0.9) > 0.5 && inked(1, BLUE, 0.9) < 0.9, 'the columns are not dashed');
    assert.ok(inked(1, BLUE, 0.2) > 0.98, 'columns are missing in the holes of dashes');
  });
});

function assertInk(picture: Picture, x: number, y: number, colour: string): void {
  const column = picture.across(x);
  const row = picture.down(y);
  const near = [-1, 0, 1].flatMap((right) =>
    [-1, 0, 1].map((below) => picture.ink(column + right, row + below, colour)),
  );
  assert.ok(Math.max(...near) > 0.5, `no ink of ${colour} at ${x}, ${y} (pixel ${column}, ${row})`);
}

/** Columns of noise with a spike here and there. */
function spiky(count: number): Column[] {
  let seed = 7;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  return Array.from({ length: count }, (_, k): Column => {
    const values = Array.from({ length: 4 }, () => Math.sin(k / 40) + random() * 0.2);
    if (k % 37 === 5) values[1] = 3;
    if (k % 41 === 7) values[2] = -3;
    return [k, Math.min(...values), Math.max(...values), values[0] ?? 0, values[3] ?? 0];
  });
}

/** A spike's height is exact, and its neighbours do not have it: columns are not smeared. */
function assertSpikesExact(picture: Picture, given: readonly Column[]): void {
  for (const [number, minimum, maximum] of given) {
    if (maximum !== 3 && minimum !== -3) continue;
    const rows = picture.inkedRows(Math.round(picture.across(number)), BLUE);
    assert.ok(rows);
    const wanted = maximum === 3 ? picture.down(3) : picture.down(-3);
    const found = maximum === 3 ? rows.first : rows.last + 1;
    const off = Math.abs(found - wanted);
    assert.ok(off <= TOLERANCE * picture.ratio, `the spike of column ${number} ends ${off} pixels off`);
  }
}
