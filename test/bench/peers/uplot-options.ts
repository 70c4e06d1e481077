/** How uPlot is set up: as its documentation does, with lines only, and without what costs time and is not compared. */
import type { Options } from 'uplot';
import styles from 'uplot/dist/uPlot.min.css';

const COLOURS = ['#4269d0', '#efb118', '#ff725c', '#6cc5b0', '#3ca951', '#ff8ab7', '#a463f2', '#97bbf5'];

export function chartOptions(metrics: number, width: number, height: number): Options {
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false } },
    series: [
      {},
      ...Array.from({ length: metrics }, (_, index) => ({
        stroke: COLOURS[index % COLOURS.length] ?? '',
        width: 1.5,
        points: { show: false },
      })),
    ],
  };
}

/** A style sheet that also a page with a strict policy takes. */
export function styleCharts(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets.push(sheet);
}
