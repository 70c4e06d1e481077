/** A minute at full speed: memory, event loop, and every point there. */
import { until } from '../../drive';
import type { Findings } from '../bench';
import type { Editor } from '../editor';
import type { Sent } from '../producer';
import { round } from '../statistics';
import { watchPanels } from '../watch-panels';

const METRICS = ['train/loss', 'train/accuracy', 'train/rate', 'train/gradient'];
const SECONDS = 60;
const LOOK_SECONDS = 5;
const MEBIBYTE = 2 ** 20;

interface Look {
  readonly seconds: number;
  readonly points: number;
  readonly resident_mib: number;
  readonly heap_and_buffers_mib: number;
}

export async function measureFlood(editor: Editor): Promise<Findings> {
  const producer = await editor.start('stream.py', { metrics: METRICS, preload: 16, rate: 0, seconds: SECONDS });
  const panel = await editor.openOne(producer.run);
  await editor.watch();
  const began = performance.now();
  const looks: Look[] = [await lookAt(editor, producer.run, began)];
  const half: { left?: Left } = {};
  const flood = async (): Promise<Sent> => {
    const end = { reached: false };
    const going = producer.go().finally(() => (end.reached = true));
    while (!end.reached) {
      const next = began + looks.length * LOOK_SECONDS * 1000;
      const due = () => end.reached || performance.now() >= next;
      await until('the time for the next look', due, { deadline: 2 * SECONDS * 1000 });
      looks.push(await lookAt(editor, producer.run, began));
      if (performance.now() - began >= 500 * SECONDS) half.left ??= await leftBy(editor, producer.run);
    }
    const sent = await going;
    await editor.assertStored(producer.run, sent);
    return sent;
  };
  const { result, cycles, processor } = await watchPanels(editor, [panel], flood);
  const { loopDelay, processorSeconds } = await editor.watched();
  looks.push(await lookAt(editor, producer.run, began));
  const end = await leftBy(editor, producer.run);
  await editor.close();
  const seconds = (performance.now() - began) / 1000;
  const growth = (end.bytes - (half.left?.bytes ?? NaN)) / (end.points - (half.left?.points ?? NaN));
  return {
    values: {
      flood_points: result.sent,
      flood_loop_delay_ms_p99: round(loopDelay.p99, 1),
      flood_bytes_per_point_in_second_half: round(growth),
    },
    details: {
      loop_delay_ms: loopDelay,
      ...cycles[0],
      ...processor,
      host_cpu_share: round(processorSeconds / seconds),
      left: [half.left, end],
      looks,
    },
  };
}

/** What is left of the host's heap and buffers when garbage is collected: what is garbage comes and goes. */
interface Left {
  readonly points: number;
  readonly bytes: number;
}

async function leftBy(editor: Editor, run: string): Promise<Left> {
  const { heap, arrayBuffers } = await editor.memory();
  const { runs } = await editor.watched();
  return { points: runs[run]?.points ?? NaN, bytes: heap + arrayBuffers };
}

async function lookAt(editor: Editor, run: string, began: number): Promise<Look> {
  const { memory, runs } = await editor.watched();
  return {
    seconds: round((performance.now() - began) / 1000, 1),
    points: runs[run]?.points ?? 0,
    resident_mib: Math.round(memory.resident / MEBIBYTE),
    heap_and_buffers_mib: Math.round((memory.heap + memory.arrayBuffers) / MEBIBYTE),
  };
}
