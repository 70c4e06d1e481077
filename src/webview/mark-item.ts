/** The item that stands for one series in a mark of a spec, as far as drawing needs it. */
export interface MarkItem {
  readonly stroke?: string;
  readonly fill?: string;
  readonly opacity?: number;
  readonly strokeOpacity?: number;
  readonly fillOpacity?: number;
  readonly strokeWidth?: number;
  readonly strokeDash?: readonly number[];
  readonly strokeDashOffset?: number;
  readonly strokeCap?: CanvasLineCap;
  readonly strokeJoin?: CanvasLineJoin;
  readonly strokeMiterLimit?: number;
  /** Area of a symbol in square pixels. */
  readonly size?: number;
  /** Name or path of a symbol. */
  readonly symbol?: string;
  readonly mark: { readonly group: { readonly width?: number; readonly height?: number } };
}

/** Takes over how the item's line looks; whether there is one to be seen. */
export function takeStroke(context: CanvasRenderingContext2D, item: MarkItem, scale: number): boolean {
  const opacity = (item.opacity ?? 1) * (item.strokeOpacity ?? 1);
  const width = item.strokeWidth ?? 1;
  if (!isSeen(item.stroke) || opacity === 0 || width === 0) return false;
  context.strokeStyle = item.stroke;
  context.globalAlpha = opacity;
  context.lineWidth = width * scale;
  context.lineCap = item.strokeCap ?? 'butt';
  context.lineJoin = item.strokeJoin ?? 'miter';
  context.miterLimit = item.strokeMiterLimit ?? 4;
  context.setLineDash((item.strokeDash ?? []).map((length) => length * scale));
  context.lineDashOffset = (item.strokeDashOffset ?? 0) * scale;
  return true;
}

/** Takes over how the item is filled; whether there is something to be seen. */
export function takeFill(context: CanvasRenderingContext2D, item: MarkItem): boolean {
  const opacity = (item.opacity ?? 1) * (item.fillOpacity ?? 1);
  if (!isSeen(item.fill) || opacity === 0) return false;
  context.fillStyle = item.fill;
  context.globalAlpha = opacity;
  return true;
}

function isSeen(colour: string | null | undefined): colour is string {
  return colour != null && colour !== 'transparent' && colour !== 'none';
}
