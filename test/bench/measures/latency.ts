/** How long it takes from `log` to the screen, for every point. */
import { join } from 'node:path';
import { assertSame, inFolder, type Findings } from '../bench';
import type { Editor } from '../editor';
import type { ProbeReport } from '../page-probe';
import { percentile, round } from '../statistics';
import type { Sent } from '../producer';
import { readTimes } from '../times';
import { watchPanels } from '../watch-panels';

const METRICS = ['train/loss', 'train/accuracy', 'train/rate', 'train/gradient'];
const POINTS_PER_SECOND = 40_000;
const FRAME_SECONDS = 1 / 60;
/** The clocks of two programs of one machine may differ by so much, in seconds. */
const CLOCK_TOLERANCE = 0.005;

export function measureLatency(editor: Editor): Promise<Findings> {
  return inFolder(async (folder) => {
    const times = join(folder, 'times');
    const rate = POINTS_PER_SECOND / METRICS.length;
    const preload = 16;
    const [warmUp, measured] = editor.setup.quick ? [1, 3] : [3, 20];
    const seconds = warmUp + measured;
    const producer = await editor.start('stream.py', { metrics: METRICS, preload, rate, seconds, times });
    const panel = await editor.openOne(producer.run);
    const stream = async (): Promise<Sent> => {
      const sent = await producer.go();
      await editor.assertStored(producer.run, sent);
      await editor.untilDrawn(sent.sent, producer.run);
      return sent;
    };
    const watched = await watchPanels(editor, [panel], stream, { decode: true });
    await editor.close();
    const [report] = watched.reports;
    if (report === undefined) throw new Error('The panel says nothing.');
    const logged = readTimes(times);
    assertSame('Rows with a time', logged.length, watched.result.rows);
    const last = preload + logged.length - 1;
    const latencies = latenciesOf(report, logged, preload, last);
    const warm = Math.floor(warmUp * rate) * METRICS.length;
    const frames = latencies.slice(warm).map((latency) => latency / FRAME_SECONDS);
    return {
      values: {
        latency_frames_p50_40k: round(percentile(frames, 0.5)),
        latency_frames_p99_40k: round(percentile(frames, 0.99)),
      },
      details: {
        points: frames.length,
        p999_frames: round(percentile(frames, 0.999)),
        worst_frames: round(percentile(frames, 1)),
        ...watched.cycles[0],
        ...watched.processor,
        bytes_per_frame: Math.round(
          percentile(
            report.frames.map(({ bytes }) => bytes),
            0.5,
          ),
        ),
      },
    };
  });
}

/**
 * Seconds from `log` to the animation frame after the drawing, for each point, in the order of the log. Throws when a point was never drawn.
 *
 * @param logged when the rows were logged, from step `first` on.
 */
function latenciesOf(report: ProbeReport, logged: Float64Array, first: number, last: number): Float64Array {
  assertSame('What was wrong with frames', report.wrong, []);
  if (Math.abs(report.clockError) > CLOCK_TOLERANCE) {
    throw new Error(`The page's clock differs by ${report.clockError} s from the time of day.`);
  }
  const names = [...new Set(report.frames.flatMap(({ high }) => Object.keys(high)))].sort();
  assertSame('Series in frames', names.length, METRICS.length);
  const result = new Float64Array(logged.length * names.length).fill(NaN);
  const next = new Map(names.map((name) => [name, first]));
  let taken = 0;
  for (const drawing of report.drawings) {
    for (; taken < report.frames.length && !isAfter(report, taken, drawing); taken += 1) {
      for (const [name, high] of Object.entries(report.frames[taken]?.high ?? {})) {
        let step = next.get(name) ?? first;
        for (; step <= high; step += 1) {
          const at = logged[step - first] ?? NaN;
          result[(step - first) * names.length + names.indexOf(name)] = drawing.shown - at;
        }
        next.set(name, step);
      }
    }
  }
  for (const name of names)
    assertSame(`The last step of series ${name} that was drawn`, (next.get(name) ?? NaN) - 1, last);
  return result;
}

/** Whether a frame came after the one that was drawn. */
function isAfter(
  report: ProbeReport,
  index: number,
  drawing: { readonly generation: number; readonly sequence: number },
): boolean {
  const frame = report.frames[index];
  if (frame === undefined) return true;
  return frame.generation === drawing.generation
    ? frame.sequence > drawing.sequence
    : frame.generation > drawing.generation;
}
