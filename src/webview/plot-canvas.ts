/** The canvas of a chart that is seen: a picture of the axes and, on it, the curves, which change far more often than Vega has to draw axes. */
import { t } from '../common/words';

export class PlotCanvas {
  readonly element = document.createElement('canvas');
  readonly context = contextOf(this.element);

  /**
   * Draws it anew, at the size of the axes.
   *
   * @param curves draws on top of the axes; the context's transform is that of the device.
   */
  draw<T>(axes: HTMLCanvasElement, curves: (context: CanvasRenderingContext2D) => T): T {
    const { element, context } = this;
    if (element.width !== axes.width || element.height !== axes.height) {
      element.width = axes.width;
      element.height = axes.height;
      element.style.width = axes.style.width;
      element.style.height = axes.style.height;
    }
    context.globalCompositeOperation = 'copy';
    context.drawImage(axes, 0, 0);
    context.globalCompositeOperation = 'source-over';
    return curves(context);
  }

  /** Draws what lies right of a pixel column anew, and keeps the rest. The axes must be those of the drawing before. */
  drawStrip<T>(axes: HTMLCanvasElement, from: number, curves: (context: CanvasRenderingContext2D) => T): T {
    const { context } = this;
    const { width, height } = axes;
    context.save();
    context.beginPath();
    context.rect(from, 0, width - from, height);
    context.clip();
    context.clearRect(from, 0, width - from, height);
    context.drawImage(axes, from, 0, width - from, height, from, 0, width - from, height);
    const result = curves(context);
    context.restore();
    return result;
  }
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error(t('The browser gives no canvas to draw on.'));
  return context;
}
