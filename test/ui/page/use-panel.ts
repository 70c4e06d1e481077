import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser, PagePanel, type PanelOptions } from './page-driver';

/** The panels of a suite's tests, in one browser. */
export interface Panels {
  readonly browser: Browser;
  /** Opens a panel. It is closed after the test, and must until then have done nothing that the content security policy refuses, and told of no trouble. */
  open(options?: PanelOptions): Promise<PagePanel>;
}

export interface PanelRules {
  /** The suite's tests make trouble, and look at what is told of it. */
  readonly troubles?: boolean;
}

/** Gives the tests of a suite a browser and panels. To be called in `describe`. */
export function usePanel({ troubles = false }: PanelRules = {}): Panels {
  let browser: Browser | undefined;
  let opened: PagePanel[] = [];
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());
  afterEach(async () => {
    const panels = opened;
    opened = [];
    const faults = await Promise.all(panels.map((panel) => faultsOf(panel, troubles)));
    await Promise.all(panels.map((panel) => panel.close()));
    assert.deepEqual(faults.flat(), []);
  });
  const running = (): Browser => {
    assert.ok(browser);
    return browser;
  };
  return {
    get browser() {
      return running();
    },
    open: async (options) => {
      const panel = await PagePanel.open(running(), options);
      opened.push(panel);
      return panel;
    },
  };
}

async function faultsOf(panel: PagePanel, troubles: boolean): Promise<unknown[]> {
  const told = (await panel.messages()).filter(({ type }) => type === 'trouble');
  return [...(await panel.violations()), ...(troubles ? [] : told)];
}
