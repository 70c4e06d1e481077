/** Where on a figure's x axis a step or a time of a run lies. */
import type { XAxis } from './figure-choices';
import type { Run } from './run';

/** Gives the place in units of the axis; `null` where it is not known. Step and time may be missing: `null` or NaN. */
export type XPlace = (step: number | null, time: number) => number | null;

/** @param log whether the axis is logarithmic: then places are decimal logarithms. */
export function placeOnAxis(run: Run, axis: XAxis, log: boolean): XPlace {
  const place = linearPlace(run, axis);
  return (step, time) => {
    const x = place(step, time);
    const shown = x === null || !log ? x : Math.log10(x);
    return shown !== null && Number.isFinite(shown) ? shown : null;
  };
}

function linearPlace(run: Run, axis: XAxis): XPlace {
  const stepOf: XPlace = (step, time) => step ?? (Number.isFinite(time) ? run.clock.stepAt(time) : null);
  switch (axis.kind) {
    case 'step':
      return stepOf;
    case 'time':
    case 'relative': {
      const start = axis.kind === 'time' ? 0 : (run.start ?? 0);
      return (step, time) => {
        const at = Number.isFinite(time) ? time : step === null ? null : run.clock.timeAt(step);
        return at === null ? null : at - start;
      };
    }
    case 'metric': {
      const series = run.series.find(({ metric }) => metric === axis.metric)?.series;
      return (step, time) => {
        const at = stepOf(step, time);
        return at === null || series?.sorted !== true ? null : series.yAt(series.indexBefore(at));
      };
    }
  }
}
