/** Sideplot's panels: pages in frames within frames of the editor's windows. */
import { createHash } from 'node:crypto';
import type { Frame, Page } from 'playwright-core';
import { DEADLINE, until } from './wait';

/** The document of one panel. */
export interface Panel {
  /** The window that it is in. */
  readonly page: Page;
  readonly frame: Frame;
}

/** The panels of the given windows, in no particular order. Frames that are just being loaded or closed are left out. */
export async function panelsIn(pages: readonly Page[]): Promise<Panel[]> {
  const candidates = pages
    .filter((page) => !page.isClosed())
    .flatMap((page) => page.frames().map((frame) => ({ page, frame })));
  const found = await Promise.all(
    candidates.map(({ frame }) =>
      frame
        .evaluate(() => document.querySelector('#sideplot') !== null)
        // the frame went away while it was asked
        .catch(() => false),
    ),
  );
  return candidates.filter((_, index) => found[index]);
}

/** Waits until exactly one panel is in a window and resolves to it. */
export async function panelIn(page: Page, deadline = DEADLINE): Promise<Panel> {
  return until(
    'one Sideplot panel in the window',
    async () => {
      const panels = await panelsIn([page]);
      return panels.length === 1 ? panels[0] : undefined;
    },
    { deadline, seen: async () => (await panelsIn([page])).length },
  );
}

/** What a panel shows at one moment. */
export interface PanelPicture {
  /** A digest of each canvas's pixels, in the order of the document. */
  readonly canvases: readonly string[];
  /** How many canvases are not of one colour. */
  readonly drawn: number;
  /** The text alternatives of the charts. */
  readonly descriptions: readonly string[];
  /** How many points the panel says its run has; 0 while it says nothing. */
  readonly points: number;
  /** The panel's text. */
  readonly text: string;
}

/** Reads the pixels, the text alternatives and the text of a panel. */
export async function pictureOf({ frame }: Panel): Promise<PanelPicture> {
  const seen = await frame.evaluate(() => {
    const canvases = [...document.querySelectorAll<HTMLCanvasElement>('#sideplot canvas')].filter(
      (canvas) => canvas.width > 0,
    );
    const isDrawn = (canvas: HTMLCanvasElement): boolean => {
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      if (!pixels) return false;
      const words = new Uint32Array(pixels.buffer);
      return words.some((word) => word !== words[0]);
    };
    return {
      urls: canvases.map((canvas) => canvas.toDataURL()),
      drawn: canvases.filter(isDrawn).length,
      descriptions: [...document.querySelectorAll('#sideplot [aria-label]')].map(
        (element) => element.getAttribute('aria-label') ?? '',
      ),
      points: document.querySelector('#sideplot .points')?.textContent ?? '',
      text: document.querySelector<HTMLElement>('#sideplot')?.innerText ?? '',
    };
  });
  const canvases = seen.urls.map((url) => createHash('sha256').update(url).digest('hex').slice(0, 12));
  const points = Number(/[\d,]+/.exec(seen.points)?.[0].replaceAll(',', '') ?? 0);
  return { canvases, drawn: seen.drawn, descriptions: seen.descriptions, points, text: seen.text };
}

/** Waits until a panel has drawn a chart, and resolves to what it shows. */
export async function untilDrawn(panel: Panel, deadline = DEADLINE): Promise<PanelPicture> {
  return until(
    'a chart that is drawn',
    async () => {
      const picture = await pictureOf(panel);
      return picture.drawn > 0 ? picture : undefined;
    },
    { deadline, seen: async () => (await pictureOf(panel)).text },
  );
}

/** Waits until the pixels of a panel's charts change `times` times, one after the other. Rejects when the curves stand still. */
export async function untilCurvesMove(panel: Panel, times = 3, deadline = DEADLINE): Promise<void> {
  let before = await untilDrawn(panel, deadline);
  for (let change = 0; change < times; change++) {
    before = await until(
      `change ${change + 1} of ${times} of a panel's pixels`,
      async () => {
        const now = await pictureOf(panel);
        return now.drawn > 0 && now.canvases.join() !== before.canvases.join() ? now : undefined;
      },
      { deadline, seen: () => before.descriptions },
    );
  }
}
