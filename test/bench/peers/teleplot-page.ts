/** The page that stands for Teleplot's: takes one value a message, and draws all of them with uPlot once an animation frame. */
import uPlot from 'uplot';
import { nowInSeconds } from '../page-clock';
import { chartOptions, styleCharts } from './uplot-options';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

export interface TeleplotSeen {
  /** Numbers of the values in the order in which they came. */
  readonly values: number[];
  /** When the animation frame after their drawing began, in seconds since 1970. */
  readonly shown: number[];
}

declare global {
  interface Window {
    teleplotSeen: TeleplotSeen;
  }
}

const METRICS = 4;
/** Teleplot keeps more; a short window favours it. */
const KEPT = 2000;

const seen: TeleplotSeen = { values: [], shown: [] };
window.teleplotSeen = seen;
const columns: number[][] = Array.from({ length: METRICS + 1 }, () => []);
const root = document.getElementById('teleplot') ?? document.body;
styleCharts();
const plot = new uPlot(
  chartOptions(METRICS, window.innerWidth, window.innerHeight),
  columns as uPlot.AlignedData,
  root,
);
let requested = false;

function take(event: MessageEvent<{ data?: string }>): void {
  const [name = '', number = '', value = ''] = event.data.data?.split(':') ?? [];
  if (!/^s\d$/.test(name)) return;
  const series = Number(name.slice(1));
  seen.values.push(Number(number));
  if (series === 0) columns[0]?.push(Number(number));
  columns[series + 1]?.push(parseFloat(value));
  if (!requested) {
    requested = true;
    requestAnimationFrame(draw);
  }
}

function draw(): void {
  requested = false;
  const count = seen.values.length;
  const least = Math.min(...columns.map(({ length }) => length));
  for (const column of columns) column.splice(0, Math.max(0, column.length - KEPT));
  plot.setData(columns.map((column) => column.slice(0, least)) as uPlot.AlignedData);
  requestAnimationFrame(() => {
    const now = nowInSeconds();
    while (seen.shown.length < count) seen.shown.push(now);
  });
}

window.addEventListener('message', take);
acquireVsCodeApi().postMessage('ready');
