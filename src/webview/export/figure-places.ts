/** Where the charts of a figure are in a picture of it. */

/** Room for the figure's title, in CSS pixels. */
const TITLE = 38;
/** Charts whose tops are no further apart are in one row, in CSS pixels. */
const SAME_ROW = 4;

/** A chart in the window, in CSS pixels. */
export interface ChartBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface FigurePlaces {
  readonly places: readonly { readonly left: number; readonly top: number }[];
  readonly width: number;
  readonly height: number;
  /** Where the first row begins, below the title. */
  readonly top: number;
}

/**
 * As they are in the window, the figure's own corner at the beginning. All in CSS pixels.
 *
 * @param heights of the charts in the picture, where all of a legend is seen: what is below makes room.
 */
export function placed(boxes: readonly ChartBox[], heights: readonly number[]): FigurePlaces {
  const left = Math.min(...boxes.map((box) => box.left));
  const tops: number[] = [];
  for (const { top } of [...boxes].sort((a, b) => a.top - b.top)) {
    if (tops.length === 0 || top - (tops.at(-1) ?? 0) > SAME_ROW) tops.push(top);
  }
  const rowOf = (top: number) => tops.filter((one) => one <= top).length - 1;
  let shift = TITLE - (tops[0] ?? 0);
  const shifts = tops.map((_, row) => {
    const here = shift;
    const more = boxes.map((box, index) => (rowOf(box.top) === row ? (heights[index] ?? 0) - box.height : 0));
    shift += Math.max(0, ...more);
    return here;
  });
  const places = boxes.map((box) => ({
    left: Math.round(box.left - left),
    top: Math.round(box.top + (shifts[rowOf(box.top)] ?? 0)),
  }));
  const bottoms = places.map(({ top }, index) => top + Math.max(heights[index] ?? 0, boxes[index]?.height ?? 0));
  return {
    places,
    width: Math.ceil(Math.max(...boxes.map((box) => box.left + box.width)) - left),
    height: Math.ceil(Math.max(...bottoms)),
    top: TITLE,
  };
}
