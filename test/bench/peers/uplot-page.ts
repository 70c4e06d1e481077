/** uPlot in a page: draws a stream that grows, again in each animation frame, and counts the frames. */
import uPlot from 'uplot';
import { wave, type Stream } from '../wave';
import { chartOptions, styleCharts } from './uplot-options';

declare global {
  interface Window {
    /** Draws for the stream's time into a box that fills the page's body, and resolves to frames a second. */
    drawWithUplot(stream: Stream, width: number, height: number): Promise<number>;
  }
}

window.drawWithUplot = ({ metrics, preload, rate, seconds }, width, height) => {
  styleCharts();
  const box = document.createElement('div');
  document.body.append(box);
  const columns: number[][] = Array.from({ length: metrics + 1 }, () => []);
  const grow = (rows: number): void => {
    for (let step = columns[0]?.length ?? 0; step < rows; step += 1) {
      columns[0]?.push(step);
      for (let series = 0; series < metrics; series += 1) columns[series + 1]?.push(wave(step, series));
    }
  };
  grow(preload);
  const plot = new uPlot(chartOptions(metrics, width, height), columns as uPlot.AlignedData, box);
  return new Promise((resolve) => {
    const began = performance.now();
    let frames = 0;
    const draw = (): void => {
      const passed = (performance.now() - began) / 1000;
      if (passed >= seconds) {
        plot.destroy();
        box.remove();
        resolve(frames / passed);
        return;
      }
      grow(preload + Math.floor(passed * rate));
      plot.setData(columns as uPlot.AlignedData);
      frames += 1;
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
  });
};
