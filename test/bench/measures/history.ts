/** What a long history costs: to open, to draw again, and in memory. */
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, type Findings } from '../bench';
import { benchFile, Editor } from '../editor';
import { runPython } from '../producer';
import { median, round } from '../statistics';

const METRICS = ['train/loss', 'train/accuracy', 'train/rate', 'train/gradient'];
const LONG = 1e8;
const SHORT = 1e4;
const BYTES_PER_POINT = 22;
const REDRAWS = 30;

interface Written {
  readonly points: number;
  readonly bytes: number;
}

/** Opens a log of 1e8 points and draws it again and again, and one of 1e4. */
export function measureHistory(editor: Editor): Promise<Findings> {
  return inFolder(async (folder) => {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < 1.5 * LONG * BYTES_PER_POINT) throw new Error(`There is no room for a log of ${LONG} points.`);
    const short = await openAndRedraw(editor, join(folder, 'short.jsonl'), SHORT);
    const long = await openAndRedraw(editor, join(folder, 'long.jsonl'), LONG);
    return {
      values: {
        redraw_ratio_1e8_1e4: round(long.redraw_ms / short.redraw_ms),
        open_1e8_s: round(long.open_s),
      },
      details: { short, long },
    };
  });
}

async function openAndRedraw(editor: Editor, path: string, points: number) {
  const written = await writeLog(editor, path, points);
  const began = performance.now();
  const [panel] = await editor.openFile(path, written.points);
  const opened = (performance.now() - began) / 1000;
  if (panel === undefined) throw new Error('The panel did not open.');
  const state = await editor.run(path);
  const pixels = await panel.frame.evaluate(() => document.querySelector('#sideplot canvas')?.clientWidth ?? 1000);
  await editor.redraw(5);
  const redraws = await editor.redraw(REDRAWS);
  const host = await editor.query(path, pixels, REDRAWS);
  await editor.close();
  return {
    ...{ points: state?.points, log_bytes: written.bytes },
    open_s: opened,
    redraw_ms: median(redraws),
    redraw_in_host_ms: host,
  };
}

async function writeLog({ setup }: Editor, path: string, points: number): Promise<Written> {
  const options = JSON.stringify({ path, points, metrics: METRICS });
  return (await runPython(setup.python, benchFile(setup, 'producers', 'write_log.py'), [options], {})) as Written;
}

/** Memory of the extension host for a log as `log` leaves it: values, times, and steps that grow by one. */
export function measureMemory(editor: Editor): Promise<Findings> {
  return inFolder(async (folder) => {
    const points = editor.setup.quick ? 4e6 : 2e7;
    const small = join(folder, 'small.jsonl');
    const path = join(folder, 'large.jsonl');
    // What following and drawing take once, however many points there are, is taken before. That log stays open, or else its memory were used again.
    const warm = await writeLog(editor, small, 4e6);
    await editor.openFile(small, warm.points);
    const written = await writeLog(editor, path, points);
    const before = await editor.memory();
    await editor.openFile(path, written.points);
    const after = await editor.memory();
    await editor.close();
    const growth = {
      resident: (after.resident - before.resident) / points,
      heap_and_buffers: (after.heap + after.arrayBuffers - before.heap - before.arrayBuffers) / points,
    };
    return {
      values: { host_bytes_per_point: round(growth.resident, 1) },
      details: { points, bytes_per_point: growth, before, after },
    };
  });
}
