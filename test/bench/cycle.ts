/** Where the time between two drawings of a panel goes. */
import type { ProbeReport } from './page-probe';
import { percentile, round } from './statistics';

export interface Cycle {
  /** Drawings shown in a second. */
  readonly fps: number;
  /** Milliseconds from a frame's coming to the end of its drawing by the page's script: waiting for the animation frame, and drawing. */
  readonly received_to_drawn_ms: Spread;
  /** Milliseconds from a drawing to the coming of the next frame: the credit's way to the host, and the frame's way back. */
  readonly drawn_to_next_ms: Spread;
  /** Milliseconds between the animation frames after two drawings. */
  readonly between_shown_ms: Spread;
}

interface Spread {
  readonly p50: number;
  readonly p99: number;
}

export function cycleOf({ frames, drawings }: ProbeReport): Cycle {
  const first = drawings[0];
  const last = drawings.at(-1);
  const drawnOf = new Map(drawings.map(({ generation, sequence, drawn }) => [`${generation}.${sequence}`, drawn]));
  const drawn = frames.map(({ generation, sequence }) => drawnOf.get(`${generation}.${sequence}`) ?? NaN);
  const known = (values: readonly number[]): Spread => spreadOf(values.filter((value) => !Number.isNaN(value)));
  return {
    fps: round((drawings.length - 1) / ((last?.shown ?? NaN) - (first?.shown ?? NaN)), 1),
    received_to_drawn_ms: known(frames.map(({ received }, index) => (drawn[index] ?? NaN) - received)),
    drawn_to_next_ms: known(frames.slice(1).map(({ received }, index) => received - (drawn[index] ?? NaN))),
    between_shown_ms: known(drawings.slice(1).map(({ shown }, index) => shown - (drawings[index]?.shown ?? NaN))),
  };
}

function spreadOf(seconds: readonly number[]): Spread {
  return { p50: round(1000 * percentile(seconds, 0.5), 1), p99: round(1000 * percentile(seconds, 0.99), 1) };
}
