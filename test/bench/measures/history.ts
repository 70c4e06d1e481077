/** What a long history costs: to open, to draw again, and in memory. */
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, type Findings } from '../bench';
import { benchFile, type Editor } from '../editor';
import type { Memory } from '../extension/host-watch';
import { runPython } from '../producer';
import { median, round } from '../statistics';

const METRICS = ['train/loss', 'train/accuracy', 'train/rate', 'train/gradient'];
const LONG = 1e8;
const SHORT = 1e4;
const BYTES_PER_POINT = 22;
const WARM_UP = 5;
const REDRAWS = 30;
/** The width of a chart for which the store alone is asked. */
const PIXELS = 1200;

interface Written {
  readonly points: number;
  readonly bytes: number;
}

/** Opens a log of 1e8 points and draws it again and again, and one of 1e4. */
export function measureHistory(editor: Editor): Promise<Findings> {
  return inFolder(async (folder) => {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < 1.5 * LONG * BYTES_PER_POINT) throw new Error(`There is no room for a log of ${LONG} points.`);
    const paths = [join(folder, 'short.jsonl'), join(folder, 'long.jsonl')] as const;
    const short = await open(editor, paths[0], SHORT);
    const long = await open(editor, paths[1], LONG);
    await editor.redraw(paths, WARM_UP);
    const [ofShort = [], ofLong = []] = await editor.redraw(paths, REDRAWS);
    const inHost = {
      short: await editor.query(paths[0], PIXELS, REDRAWS),
      long: await editor.query(paths[1], PIXELS, REDRAWS),
    };
    await editor.close();
    return {
      values: {
        redraw_ratio_1e8_1e4: round(median(ofLong) / median(ofShort)),
        open_1e8_s: round(long.open_s),
      },
      details: {
        ...{ short, long },
        redraw_ms: { short: median(ofShort), long: median(ofLong) },
        of_these_in_the_store_ms: inHost,
      },
    };
  });
}

/** Writes a log and opens it. */
async function open(editor: Editor, path: string, points: number) {
  const written = await writeLog(editor, path, points);
  const before = await editor.memory();
  const began = performance.now();
  await editor.openFile(path, written.points);
  const seconds = (performance.now() - began) / 1000;
  const after = await editor.memory();
  return {
    ...{ points: written.points, log_bytes: written.bytes, open_s: round(seconds) },
    memory_mib: { before: toMebibytes(before), after: toMebibytes(after) },
  };
}

function toMebibytes({ resident, heap, arrayBuffers }: Memory) {
  return {
    resident: Math.round(resident / 2 ** 20),
    heap_and_buffers: Math.round((heap + arrayBuffers) / 2 ** 20),
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
