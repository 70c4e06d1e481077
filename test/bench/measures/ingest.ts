/** How many points a second go from a program into the store and onto the screen, with nothing lost. */
import type { Findings } from '../bench';
import type { Cycle } from '../cycle';
import type { Editor } from '../editor';
import type { ProcessorUse } from '../processor';
import type { Sent } from '../producer';
import { round } from '../statistics';
import { watchPanels } from '../watch-panels';

/** Frames a second at which a panel counts as moving. */
const MOVING = 30;
/** What a rate that was too much is lowered to. */
const LOWERED = 0.7;
const ATTEMPTS = 6;
const METRICS = ['train/loss', 'train/accuracy', 'train/rate', 'train/gradient'];

interface Attempt {
  /** Points a second that were asked for; 0: as fast as the program goes. */
  readonly asked: number;
  /** Points, by the time from the first call to the last point in the store. */
  readonly reached: number;
  /** Points a second that the program sent. */
  readonly sent_per_s: number;
  /** Frames that the panel showed a second meanwhile. */
  readonly fps: number;
  /** How long after the last call the last point was stored. */
  readonly behind_ms: number;
  readonly cycle: Cycle | undefined;
  readonly processor: ProcessorUse;
  readonly host_cpu_share: number;
  readonly loop_delay_p99_ms: number;
}

export async function measureIngest(editor: Editor): Promise<Findings> {
  return ingest(editor, 'ingest_points_per_s_lossless', (rate, seconds) => ({
    script: 'stream.py',
    options: { metrics: METRICS, preload: 16, rate: rate / METRICS.length, seconds },
  }));
}

export async function measureIngestMany(editor: Editor): Promise<Findings> {
  return ingest(editor, 'ingest_points_per_s_log_many', (rate, seconds) => ({
    script: 'stream_many.py',
    options: { metrics: METRICS, batch: 10_000, rate, seconds },
  }));
}

type Ask = (rate: number, seconds: number) => { readonly script: string; readonly options: object };

/** As fast as the program goes; where the panel does not keep up, again at lower rates until it does. */
async function ingest(editor: Editor, key: string, ask: Ask): Promise<Findings> {
  const attempts: Attempt[] = [];
  let rate = 0;
  for (let count = editor.setup.quick ? 2 : ATTEMPTS; count > 0; count -= 1) {
    const attempt = await attemptAt(editor, rate, ask);
    attempts.push(attempt);
    if (attempt.fps >= MOVING) return { values: { [key]: Math.round(attempt.reached) }, details: { attempts } };
    rate = LOWERED * attempt.reached;
  }
  const fps = Math.max(...attempts.map((attempt) => attempt.fps));
  return {
    values: {
      [key]: { missing: `the panel moved at ${fps} frames/s at most, also at ${Math.round(rate / LOWERED)} points/s` },
    },
    details: { attempts },
  };
}

async function attemptAt(editor: Editor, rate: number, ask: Ask): Promise<Attempt> {
  const { script, options } = ask(rate, editor.setup.quick ? 1.5 : 5);
  const producer = await editor.start(script, options);
  const panel = await editor.openOne(producer.run);
  await editor.watch();
  const stream = async (): Promise<Sent> => {
    const all = await producer.go();
    await editor.assertStored(producer.run, all);
    return all;
  };
  const { result: sent, reports, cycles, processor } = await watchPanels(editor, [panel], stream);
  const { runs, loopDelay, processorSeconds } = await editor.watched();
  const stored = runs[producer.run]?.at ?? NaN;
  await editor.close();
  // Until everything is stored: a host that falls behind cannot pass for one that keeps up.
  const end = Math.max(stored, sent.ended);
  const seconds = end - sent.began;
  const moved = reports[0]?.drawings.filter(({ shown }) => shown >= sent.began && shown <= end).length ?? 0;
  return {
    asked: Math.round(rate),
    reached: sent.sent / seconds,
    sent_per_s: Math.round(sent.sent / (sent.ended - sent.began)),
    fps: round(moved / seconds, 1),
    behind_ms: round(1000 * (stored - sent.ended), 1),
    cycle: cycles[0],
    processor,
    host_cpu_share: round(processorSeconds / seconds),
    loop_delay_p99_ms: round(loopDelay.p99, 1),
  };
}
