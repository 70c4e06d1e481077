/** The curve that is drawn, as `wave` in `producers/command.py`: a loss that falls, with noise that is the same each time. */
export function wave(step: number, series: number): number {
  const noise = Math.sin(step * 12.9898 + series * 78.233);
  return (1 + series / 8) * Math.exp(-step / 1500) * (1 + 0.2 * noise) + series / 4;
}

/** What is streamed to be drawn: so many rows at first, then so many a second. */
export interface Stream {
  readonly metrics: number;
  readonly preload: number;
  readonly rate: number;
  readonly seconds: number;
}
