/** A minute at full speed: memory, event loop, and every point there. */
import { until } from '../../drive';
import type { Findings } from '../bench';
import type { Editor } from '../editor';
import { round } from '../statistics';

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
  const [panel] = await editor.open(producer.run);
  if (panel === undefined) throw new Error('The panel did not open.');
  await editor.startProbe(panel);
  await editor.watch();
  const looks: Look[] = [];
  const began = performance.now();
  const look = async (): Promise<void> => {
    const { memory, runs } = await editor.watched();
    looks.push({
      seconds: round((performance.now() - began) / 1000, 1),
      points: runs[producer.run]?.points ?? 0,
      resident_mib: Math.round(memory.resident / MEBIBYTE),
      heap_and_buffers_mib: Math.round((memory.heap + memory.arrayBuffers) / MEBIBYTE),
    });
  };
  await look();
  const end = { reached: false };
  const sent = producer.go().finally(() => (end.reached = true));
  while (!end.reached) {
    const next = began + looks.length * LOOK_SECONDS * 1000;
    await until('the time for the next look', () => end.reached || performance.now() >= next, {
      deadline: 2 * SECONDS * 1000,
    });
    await look();
  }
  const result = await sent;
  await editor.assertStored(producer.run, result);
  const { loopDelay, processorSeconds } = await editor.watched();
  const { drawings } = await editor.stopProbe(panel);
  await look();
  await editor.close();
  const seconds = (performance.now() - began) / 1000;
  const half = looks[Math.floor(looks.length / 2)];
  const last = looks.at(-1);
  const points = (last?.points ?? NaN) - (half?.points ?? NaN);
  return {
    values: {
      flood_points: result.sent,
      flood_loop_delay_ms_p99: round(loopDelay.p99, 1),
      flood_bytes_per_point_in_second_half: round(
        (MEBIBYTE * ((last?.resident_mib ?? NaN) - (half?.resident_mib ?? NaN))) / points,
        1,
      ),
    },
    details: {
      loop_delay_ms: loopDelay,
      fps: round(drawings.length / seconds, 1),
      host_cpu_share: round(processorSeconds / seconds),
      looks,
    },
  };
}
