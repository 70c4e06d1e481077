import type { ChartSize } from '../common/figure-choices';

export interface ResizeContext {
  /** Width and height of a cell of the grid, in CSS pixels. */
  readonly cell: { readonly width: number; readonly height: number };
  readonly columns: number;
  readonly size: ChartSize;
  /** The pointer is at another number of cells. */
  changed(size: ChartSize): void;
  /** The pointer was released (`true`), or the user gave up. */
  ended(isKept: boolean): void;
}

/** Rows that a chart is made higher by with the pointer. */
export const MAX_ROWS = 4;

/** Follows the pointer that pulls at a chart's corner, from cell to cell. */
export function resizeChart(event: PointerEvent, box: HTMLElement, context: ResizeContext): void {
  const ending = new AbortController();
  const { signal } = ending;
  const { width, height } = box.getBoundingClientRect();
  const from = { x: event.clientX, y: event.clientY };
  let size = context.size;
  const cells = (wanted: number, most: number) => Math.max(1, Math.min(most, Math.round(wanted)));
  const end = (isKept: boolean) => {
    ending.abort();
    box.classList.remove('resized');
    context.ended(isKept);
  };
  event.preventDefault();
  if (event.target instanceof Element) event.target.setPointerCapture(event.pointerId);
  box.classList.add('resized');
  window.addEventListener(
    'pointermove',
    (moved) => {
      const columns = cells((width + moved.clientX - from.x) / context.cell.width, context.columns);
      const rows = cells((height + moved.clientY - from.y) / context.cell.height, MAX_ROWS);
      if (columns === size.columns && rows === size.rows) return;
      size = { columns, rows };
      context.changed(size);
    },
    { signal },
  );
  window.addEventListener('pointerup', () => end(true), { signal });
  window.addEventListener('pointercancel', () => end(false), { signal });
  window.addEventListener(
    'keydown',
    (key) => {
      if (key.key !== 'Escape') return;
      key.preventDefault();
      key.stopPropagation();
      end(false);
    },
    { signal, capture: true },
  );
}
