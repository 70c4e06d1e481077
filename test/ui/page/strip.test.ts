import assert from 'node:assert/strict';
import { until } from '../../drive/wait';
import type { Block } from '../../../src/common/frame';
import { Random } from '../../unit/common/random';
import { chartOf, type Column, columns, type PagePanel, points } from './page-driver';
import { usePanel } from './use-panel';
import { Picture } from './picture';

/** Twelve series: the last two are dashed. */
const LABELS = Array.from({ length: 12 }, (_, index) => `series ${index}`);
const CHART = chartOf('loss', LABELS);
const LENGTH = 400;
/** A canvas does not give a line's edges the same opacity when more of the line is drawn, even far away from that: single pixels differ. */
const TOLERATED = 12;
const MOST = 0.001;
/** A fixed part of x, so that all pictures of a test have the same axes. */
const STATE = { zoom: { [CHART.id]: [0, LENGTH] }, zoomY: { [CHART.id]: [-3, 3] } };

declare global {
  interface Window {
    strips: number;
  }
}

/** A curve that is drawn in parts must not differ from one that is drawn at once. */
describe('Curves of which only the new part is drawn', function () {
  this.timeout(120_000);
  const panels = usePanel();
  let panel: PagePanel;

  async function open(options: object = {}): Promise<void> {
    panel = await panels.open(options);
    await panel.page.evaluate(countStrips);
    await panel.snapshot([CHART]);
  }

  for (const scale of [1, 1.25, 2]) {
    for (const kind of ['points', 'columns'] as const) {
      it(`look as if drawn at once: ${kind} at a density of ${scale}`, async () => {
        await open({ scale, state: STATE });
        const random = new Random(scale * 100 + kind.length);
        const series = LABELS.map(() => valuesOf(random));
        let drawn = 0;
        for (let round = 0; round < 14; round += 1) {
          const next = Math.min(LENGTH - 1, round === 0 ? 205 : drawn + 1 + Math.floor(random.between(0, 13)));
          await panel.frame(series.map((values, index) => blockOf(kind, index, values, drawn, next)));
          drawn = next;
          if (round % 7 === 6) await assertSameAsWhole();
        }
        assert.ok((await panel.page.evaluate(() => window.strips)) >= 8, 'hardly any drawing was one of a strip');
      });
    }
  }

  it('also where values are infinite or alone, and when noise makes the lines thin', async () => {
    await open({ state: STATE });
    const random = new Random(7);
    const frame = (from: number, to: number, value: (step: number) => number) =>
      panel.frame(
        LABELS.map((_, index) => points(0, index, ...within(from, to, (step) => value(step) + index / 10), from)),
      );
    await frame(0, 200, (step) => Math.sin(step / 30));
    await frame(200, 230, (step) => (step === 215 ? Infinity : Math.sin(step / 30)));
    await assertSameAsWhole();
    await frame(230, 260, (step) => (step % 2 === 0 ? NaN : Math.sin(step / 30)));
    await assertSameAsWhole();
    await frame(260, 290, () => random.between(-3, 3));
    await frame(290, 350, () => random.between(-3, 3));
    await assertSameAsWhole();
  });

  it('have an axis that is a little ahead while points come fast, and fits when they have come to rest', async () => {
    await open();
    const whole = LABELS.map(() => valuesOf(new Random(3), 3000));
    let last = 1000;
    await panel.frame(whole.map((values, index) => blockOf('points', index, values, 0, last)));
    assert.equal(await shownEnd(), last - 1);
    const ends = new Set<number>();
    for (let round = 0; round < 12; round += 1) {
      const next = last + 5;
      await panel.frame(whole.map((values, index) => blockOf('points', index, values, last, next)));
      last = next;
      const end = await shownEnd();
      assert.ok(end >= last - 1 && end <= (last - 1) * 1.04, `the axis ends at ${end} with ${last} points`);
      ends.add(end);
    }
    assert.ok(ends.size < 8, `the axis changed with ${ends.size} of 12 drawings`);
    await until('the axis to fit', async () => (await shownEnd()) === last - 1, { seen: shownEnd });
  });

  async function shownEnd(): Promise<number> {
    const x = await panel.page.locator('.plot').getAttribute('data-x');
    return Number(x?.split(' ')[1]);
  }

  /** Compares the picture with one that is drawn as a whole: pointing at a series and away from it has all drawn anew. */
  async function assertSameAsWhole(): Promise<void> {
    const parts = await Picture.of(panel);
    const entry = panel.page.locator('.legend-entry').first();
    for (const type of ['pointerenter', 'pointerleave']) {
      await entry.dispatchEvent(type);
      await panel.page.evaluate(
        () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
      );
    }
    const whole = await Picture.of(panel);
    assert.ok(parts.inked('#56b4e9') > 50, 'nothing is drawn');
    const share = parts.differing(whole, TOLERATED);
    assert.ok(share <= MOST, `${(100 * share).toFixed(3)} % of the pixels differ`);
  }
});

function valuesOf(random: Random, length = LENGTH): number[] {
  let value = random.between(-1, 1);
  return Array.from({ length }, () => {
    value += random.between(-0.1, 0.1) - value * 0.02;
    return random.between(0, 1) < 0.01 ? NaN : value;
  });
}

function within(from: number, to: number, value: (step: number) => number): [number[], number[]] {
  const x = Array.from({ length: to - from }, (_, index) => from + index);
  return [x, x.map(value)];
}

/** Entries `[from, to)` as points; as columns also the one before, which has grown. */
function blockOf(kind: 'points' | 'columns', series: number, values: number[], from: number, to: number): Block {
  if (kind === 'points') return points(0, series, ...within(from, to, (step) => values[step] ?? NaN), from);
  const first = Math.max(0, from - 1);
  const given = Array.from({ length: to - first }, (_, index): Column => {
    const value = values[first + index] ?? NaN;
    const height = first + index === to - 1 ? 0.05 : 0.1;
    return [first + index, value - height, value + height, value - height / 2, value + height / 2];
  });
  return { ...columns(0, series, 1, given), from: first };
}

/** Only a strip is cleared on the canvas that is seen: a whole picture is copied onto it. */
function countStrips(): void {
  window.strips = 0;
  const clear = Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, 'clearRect')?.value as (
    this: CanvasRenderingContext2D,
    ...box: readonly number[]
  ) => void;
  CanvasRenderingContext2D.prototype.clearRect = function (this: CanvasRenderingContext2D, ...box): void {
    if (this.canvas.isConnected) window.strips += 1;
    clear.apply(this, box);
  };
}
