/** A person's hand on the charts of a panel in the editor: finds a chart by its title, and points at values in it. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { until, type Panel } from '../drive';

type Place = readonly [number, number];
type Ends = readonly [number, number];

/** What a chart shows of its axes; on a logarithmic axis the exponents. */
export interface Shown {
  readonly x: Ends;
  readonly y: Ends;
}

export class ChartHand {
  constructor(readonly panel: Panel) {}

  private get mouse() {
    return this.panel.page.mouse;
  }

  /** The titles of the charts that are shown, in their order. */
  titles(): Promise<string[]> {
    return this.panel.frame.locator('.chart:visible .chart-title').allTextContents();
  }

  async untilTitles(...titles: readonly string[]): Promise<void> {
    await until('the charts in their order', async () => (await this.titles()).join() === titles.join(), {
      seen: () => this.titles(),
    });
  }

  chart(title: string): Locator {
    const { frame } = this.panel;
    return frame.locator('.chart', { has: frame.locator('.chart-title').getByText(title, { exact: true }) });
  }

  /** Chooses from a chart's menu. */
  async choose(title: string, ...entries: readonly string[]): Promise<void> {
    const { frame } = this.panel;
    await frame.getByRole('button', { name: `Actions of chart ${title}`, exact: true }).click();
    for (const entry of entries) await frame.getByRole('menuitem', { name: entry }).first().click();
  }

  async boxOf(part: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
    return (await part.boundingBox()) ?? assert.fail('it is not drawn');
  }

  /** Presses on a place of one thing and lets go at a place of another, both in shares of their size. */
  async drag(from: Locator, at: Place, to: Locator, toward: Place): Promise<void> {
    const [source, target] = [await this.boxOf(from), await this.boxOf(to)];
    const [x, y] = [source.x + source.width * at[0], source.y + source.height * at[1]];
    await this.mouse.move(x, y);
    await this.mouse.down();
    await this.mouse.move(x + 6, y + 6);
    await this.mouse.move(target.x + target.width * toward[0], target.y + target.height * toward[1], { steps: 4 });
    await this.mouse.up();
  }

  async shown(title: string): Promise<Shown> {
    const { x, y } = await this.geometry(title);
    return { x, y };
  }

  /** Waits until a chart shows about these parts of its axes. */
  async untilShown(title: string, wanted: Partial<Shown>): Promise<void> {
    const isNear = (now: Ends, ends: Ends | undefined) =>
      ends === undefined || ends.every((end, index) => Math.abs((now[index] ?? NaN) - end) <= (ends[1] - ends[0]) / 12);
    await until(
      `${title} to show ${JSON.stringify(wanted)}`,
      async () => {
        const { x, y } = await this.shown(title);
        return isNear(x, wanted.x) && isNear(y, wanted.y);
      },
      { seen: () => this.shown(title) },
    );
  }

  /** Where a value is in the window, in CSS pixels. */
  async place(title: string, x: number, y: number): Promise<[number, number]> {
    const { area, box, ...ends } = await this.geometry(title);
    const share = (value: number, [low, high]: Ends) => (value - low) / (high - low);
    const [left = NaN, top = NaN, width = NaN, height = NaN] = area;
    return [box.x + left + share(x, ends.x) * width, box.y + top + (1 - share(y, ends.y)) * height];
  }

  /** Moves the pointer to a value. */
  async point(title: string, x: number, y: number): Promise<void> {
    await this.mouse.move(...(await this.place(title, x, y)));
  }

  /** Drags from one value to another. */
  async brush(title: string, from: Place, to: Place): Promise<void> {
    await this.sweep(await this.place(title, ...from), await this.place(title, ...to));
  }

  /** Drags over the y axis from one value to another. */
  async brushY(title: string, from: number, to: number): Promise<void> {
    const { x } = await this.boxOf(this.chart(title).locator('.plot'));
    const [, start] = await this.place(title, 0, from);
    const [, end] = await this.place(title, 0, to);
    await this.sweep([x + 10, start], [x + 14, end]);
  }

  private async sweep(from: Place, to: Place): Promise<void> {
    await this.mouse.move(...from);
    await this.mouse.down();
    await this.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    await this.mouse.move(...to);
    await this.mouse.up();
  }

  private async geometry(title: string) {
    const plot = this.chart(title).locator('.plot');
    const numbers = await plot.evaluate((box: HTMLElement) =>
      [box.dataset['area'], box.dataset['x'], box.dataset['y']].map((text) => (text ?? '').split(' ').map(Number)),
    );
    const [area = [], x = [], y = []] = numbers;
    const ends = ([low = NaN, high = NaN]: number[]): Ends => [low, high];
    return { box: await this.boxOf(plot), area, x: ends(x), y: ends(y) };
  }
}
