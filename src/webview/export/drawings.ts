/** Draws what the host, or the user by a menu, asks for, and gives it to the host in parts. */
import { MAX_PART_BYTES, MAX_PARTS } from '../../common/drawings';
import type { DrawRequest } from '../../common/protocol';
import { t } from '../../common/words';
import type { Host } from '../host';
import { currentTheme, LIGHT_THEME } from '../theme';
import type { DrawnChart } from './drawn-chart';
import { drawnSpec } from './drawn-spec';
import { chartPng, figurePng } from './png-picture';
import { chartSvg, figureSvg } from './svg-picture';

/** What a panel shows. */
export interface DrawnFigure {
  readonly title: string;
  /** Up to date, also those out of sight. */
  charts(): Promise<readonly DrawnChart[]>;
}

export class DrawingDesk {
  constructor(
    private readonly host: Host,
    private readonly figure: DrawnFigure,
  ) {}

  /** Answers a request of the host: with the parts of a picture, or why there is none. */
  async answer({ request, kind, chart, light }: DrawRequest): Promise<void> {
    try {
      this.send(request, await this.draw(kind, chart, light));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.host.send({ type: 'noDrawing', request, reason });
    }
  }

  /** Puts a picture into the clipboard. Rejects when the browser does not allow it. */
  async copy(chart: string | null): Promise<void> {
    await focused();
    const theme = currentTheme();
    const picture = this.chosen(chart).then((charts) => this.picture(chart, charts, theme));
    // Given as a promise: the browser asks at once whether the user wanted it.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  }

  private async draw(kind: DrawRequest['kind'], chart: string | null, light: boolean): Promise<Uint8Array> {
    if (kind === 'clipboard') {
      await this.copy(chart);
      return new Uint8Array();
    }
    const theme = light ? LIGHT_THEME : currentTheme();
    const charts = await this.chosen(chart);
    if (kind === 'png') return new Uint8Array(await (await this.picture(chart, charts, theme)).arrayBuffer());
    const [first] = charts;
    if (kind === 'vega-lite') {
      if (first === undefined || charts.length > 1) throw new Error(t('A Vega-Lite spec is of one chart.'));
      return bytesOf(`${JSON.stringify(drawnSpec(first, theme))}\n`);
    }
    const svg =
      chart !== null && first !== undefined
        ? await chartSvg(first, theme)
        : await figureSvg(this.figure.title, charts, theme);
    return bytesOf(svg);
  }

  private picture(chart: string | null, charts: readonly DrawnChart[], theme: ReturnType<typeof currentTheme>) {
    const [first] = charts;
    return chart !== null && first !== undefined ? chartPng(first, theme) : figurePng(this.figure.title, charts, theme);
  }

  /** A chart, or all that are shown. Rejects when there is none. */
  private async chosen(id: string | null): Promise<readonly DrawnChart[]> {
    const all = await this.figure.charts();
    const chosen =
      id === null ? all.filter(({ box }) => box.width > 0) : all.filter(({ description }) => description.id === id);
    if (chosen.length === 0)
      throw new Error(id === null ? t('There is no chart.') : t('The chart is not there any more.'));
    return chosen;
  }

  private send(request: number, bytes: Uint8Array): void {
    const parts = Math.max(1, Math.ceil(bytes.length / MAX_PART_BYTES));
    if (parts > MAX_PARTS) throw new Error(t('The picture is too large.'));
    for (let part = 0; part < parts; part += 1) {
      const piece = bytes.slice(part * MAX_PART_BYTES, (part + 1) * MAX_PART_BYTES);
      this.host.send({ type: 'drawing', request, part, parts, bytes: piece.buffer });
    }
  }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** How long the editor may take to give the panel the focus, in milliseconds: only then the clipboard is open to it. */
const FOCUS = 2000;

async function focused(): Promise<void> {
  if (document.hasFocus()) return;
  await new Promise<void>((resolve) => {
    const timer = window.setTimeout(resolve, FOCUS);
    const onFocus = () => {
      window.clearTimeout(timer);
      resolve();
    };
    window.addEventListener('focus', onFocus, { once: true });
    window.focus();
  });
}
