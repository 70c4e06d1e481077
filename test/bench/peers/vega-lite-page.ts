/** Vega-Lite as it is, in a page: draws a stream that grows, again in each animation frame, and counts the frames. */
import embed from 'vega-embed';
import { changeset } from 'vega';
import { wave, type Stream } from '../wave';

declare global {
  interface Window {
    /** Draws for the stream's time, and resolves to frames a second. */
    drawWithVegaLite(stream: Stream, width: number, height: number): Promise<number>;
  }
}

window.drawWithVegaLite = async ({ metrics, preload, rate, seconds }, width, height) => {
  const box = document.createElement('div');
  document.body.append(box);
  let rows = 0;
  const fresh = (until: number): object[] => {
    const points: object[] = [];
    for (; rows < until; rows += 1) {
      for (let series = 0; series < metrics; series += 1) {
        points.push({ x: rows, y: wave(rows, series), id: `wave/${series}` });
      }
    }
    return points;
  };
  const { view, finalize } = await embed(
    box,
    {
      ...{ width: width - 150, height: height - 60 },
      data: { name: 'points', values: fresh(preload) },
      mark: 'line',
      encoding: {
        x: { field: 'x', type: 'quantitative' },
        y: { field: 'y', type: 'quantitative' },
        color: { field: 'id', type: 'nominal' },
      },
    },
    { mode: 'vega-lite', renderer: 'canvas', actions: false },
  );
  const began = performance.now();
  let frames = 0;
  let passed = 0;
  for (; passed < seconds; passed = (performance.now() - began) / 1000) {
    await new Promise(requestAnimationFrame);
    await view.change('points', changeset().insert(fresh(preload + Math.floor(passed * rate)))).runAsync();
    frames += 1;
  }
  finalize();
  box.remove();
  return frames / passed;
};
