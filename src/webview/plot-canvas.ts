/** The canvas of a chart that is seen: a picture of the axes and, on it, the curves, which change far more often than Vega has to draw axes. */
import { t } from '../common/words';

export class PlotCanvas {
  readonly element = document.createElement('canvas');
  private readonly context = contextOf(this.element);

  /**
   * Draws all of it anew, at the size of the axes.
   *
   * @param curves draws on top of the axes; the context's transform is that of the device.
   */
  draw(axes: HTMLCanvasElement, curves: (context: CanvasRenderingContext2D) => void): void {
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
    curves(context);
  }
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error(t('The browser gives no canvas to draw on.'));
  return context;
}
