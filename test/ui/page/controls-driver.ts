/** A panel with controls, and a user's hand on them. */
import assert from 'node:assert/strict';
import type { ControlDescription } from '../../../src/common/controls';
import type { RunDescription } from '../../../src/common/protocol';
import { until } from '../../drive/wait';
import { chartOf, type PagePanel, type PanelOptions } from './page-driver';
import type { Panels } from './use-panel';

const BASE: ControlDescription = {
  ...{ name: '', kind: 'slider', value: 0, unit: '', min: 0, max: 0, step: null, logarithmic: false, options: [] },
};

export const slider = (name: string, value: number, rest: Partial<ControlDescription> = {}): ControlDescription => ({
  ...{ ...BASE, name, value, min: 0, max: 1 },
  ...rest,
});

export const toggle = (name: string, value: boolean): ControlDescription => ({ ...BASE, kind: 'toggle', name, value });

export const choice = (name: string, options: readonly string[], value: string): ControlDescription => ({
  ...{ ...BASE, kind: 'choice', name, options, value },
});

export const button = (name: string, value = 0): ControlDescription => ({ ...BASE, kind: 'button', name, value });

/** Controls of all kinds. */
export const ALL: readonly ControlDescription[] = [
  slider('lr', 0.001, { min: 1e-5, max: 0.1, logarithmic: true }),
  slider('dropout', 0.1, { max: 0.9, step: 0.05 }),
  slider('temperature', 300, { min: 250, max: 400, unit: 'K' }),
  toggle('augment', true),
  choice('optimiser', ['sgd', 'adam', 'lion'], 'adam'),
  button('Save checkpoint', 2),
];

export const RUN: RunDescription = {
  ...{ id: 'run-1', name: 'brave-fox', project: 'mnist', status: 'running', error: '', start: 1795371539 },
  ...{ points: 1, problems: {}, colour: null },
};

export const CHARTS = [chartOf('loss', ['train'])];

/** Milliseconds in which the page shows or sends something. */
const DEADLINE = 20_000;

export class ControlsPanel {
  /** What the program has. */
  controls: readonly ControlDescription[] = [];
  private opened: PagePanel | undefined;

  constructor(private readonly panels: Panels) {}

  get panel(): PagePanel {
    assert.ok(this.opened);
    return this.opened;
  }

  readonly open = async (controls: readonly ControlDescription[], options: PanelOptions = {}): Promise<void> => {
    this.opened = await this.panels.open(options);
    this.controls = controls;
    await this.panel.snapshot(CHARTS, { run: { controls } });
  };

  /** The program goes on, with these values if they are others. */
  readonly tell = async (
    values: Readonly<Record<string, ControlDescription['value']>> = {},
    run: Partial<RunDescription> = {},
  ): Promise<void> => {
    this.controls = this.controls.map((one) => ({ ...one, value: values[one.name] ?? one.value }));
    await this.panel.frame([], { run: { ...RUN, controls: this.controls, ...run } });
  };

  readonly strip = () => this.panel.page.locator('.controls');
  readonly shown = () => this.panel.page.locator('.controls > .control');
  readonly widget = (name: string) =>
    this.panel.page.locator(`.controls > .control[data-control=${JSON.stringify(name)}]`);
  readonly range = (name: string) => this.panel.page.getByRole('slider', { name, exact: true });
  readonly field = (name: string) => this.panel.page.getByRole('textbox', { name: `Value of ${name}` });
  readonly box = (name: string) => this.panel.page.getByRole('checkbox', { name });
  readonly list = (name: string) => this.panel.page.getByRole('combobox', { name });
  readonly press = (name: string) => this.panel.page.getByRole('button', { name });
  readonly spoken = (name: string) => this.range(name).getAttribute('aria-valuetext');
  readonly title = (name: string) => this.widget(name).getAttribute('title');
  /** What is told to those who do not see it. */
  readonly told = () => this.panel.page.locator('.controls [aria-live]').textContent();
  readonly isPending = async (name: string) => (await this.widget(name).getAttribute('class'))?.includes('pending');

  /** Where a share of a slider's way is in the page. */
  readonly placeOn = async (name: string, share: number): Promise<readonly [x: number, y: number]> => {
    const rail = await this.range(name).boundingBox();
    assert.ok(rail);
    return [rail.x + 8 + (rail.width - 16) * share, rail.y + rail.height / 2];
  };

  /** All values that were sent, without what names the page. */
  readonly sent = async (): Promise<unknown[]> => {
    const { page } = await this.panel.message('ready');
    return (await this.panel.messages()).flatMap((message) => {
      if (message.type !== 'control') return [];
      const { type, page: from, ...rest } = message;
      assert.deepEqual([type, from], ['control', page]);
      return [rest];
    });
  };

  /** Waits for exactly these values. */
  readonly sends = (...expected: readonly (readonly [string, unknown])[]) =>
    until(
      'values to be sent',
      async () =>
        JSON.stringify(await this.sent()) === JSON.stringify(expected.map(([name, value]) => ({ name, value }))),
      { deadline: DEADLINE, seen: this.sent },
    );

  /** Waits for a value that is the last so far. */
  readonly sendsLast = (name: string, value: unknown) =>
    until(
      'the last value to be sent',
      async () => JSON.stringify((await this.sent()).at(-1)) === JSON.stringify({ name, value }),
      { deadline: DEADLINE, seen: this.sent },
    );

  /** Waits for the text of a slider's field. */
  readonly has = (name: string, text: string) =>
    until('the field to show its value', async () => (await this.field(name).inputValue()) === text, {
      ...{ deadline: DEADLINE, seen: () => this.field(name).inputValue() },
    });
}
