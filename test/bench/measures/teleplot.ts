/** Teleplot's path beside ours: a UDP packet and a message to the page for each value. */
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { until } from '../../drive';
import { inFolder, type Findings } from '../bench';
import { benchFile, type Editor } from '../editor';
import { runPython } from '../producer';
import { percentile, round } from '../statistics';
import { readTimes } from '../times';

const RATE = 20_000;
const SECONDS = 3;
/** Its messages queue up: it shows the last ones long after they were sent. */
const PATIENCE = 240_000;

export function measureTeleplot(editor: Editor): Promise<Findings> {
  return inFolder(async (folder) => {
    const times = join(folder, 'times');
    const port = await editor.teleplot();
    const script = benchFile(editor.setup, 'producers', 'stream_udp.py');
    const options = JSON.stringify({ port, rate: RATE, seconds: SECONDS, times });
    const { sent } = (await runPython(editor.setup.python, script, [options], {})) as { sent: number };
    const frame = await teleplotFrame(editor);
    const { values, shown } = await untilQuiet(frame);
    const logged = readTimes(times);
    const frames = values.map((value, index) => 60 * ((shown[index] ?? NaN) - (logged[value] ?? NaN)));
    const lost = round((100 * (sent - values.length)) / sent, 1);
    const late = round(percentile(frames, 0.99));
    return {
      values: {},
      peers: {
        latency_frames_p99_40k: `Teleplot's path at ${RATE / 1000},000 points/s: ${late} frames, ${lost} % lost`,
      },
      details: { sent, shown: values.length, p50_frames: round(percentile(frames, 0.5)), p99_frames: late },
    };
  });
}

/** Waits until all that came is drawn and the editor answers at once again: a packet that is lost never comes, so there is nothing else to wait for. */
async function untilQuiet(frame: Frame) {
  let before = -1;
  await until(
    'the end of the messages',
    async () => {
      const [came, shown] = await frame.evaluate(async () => {
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return [window.teleplotSeen.values.length, window.teleplotSeen.shown.length] as const;
      });
      const quiet = came === before && came === shown;
      before = came;
      return quiet;
    },
    { deadline: PATIENCE, seen: () => before },
  );
  return frame.evaluate(() => window.teleplotSeen);
}

function teleplotFrame(editor: Editor): Promise<Frame> {
  return until("Teleplot's page", async () => {
    for (const frame of editor.session.page.frames()) {
      const found = await frame.evaluate(() => 'teleplotSeen' in window).catch(() => false);
      if (found) return frame;
    }
    return undefined;
  });
}
