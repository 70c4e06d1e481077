/** Listens in a panel's page to what the host sends and to what the page draws, beside the page's own script. */
import { decodeFrame } from '../../src/common/frame';
import { nowInSeconds } from './page-clock';

/** A frame of the host. */
export interface FrameSeen {
  readonly generation: number;
  readonly sequence: number;
  readonly bytes: number;
  /** When it came, in seconds since 1970. */
  readonly received: number;
  /** By chart and series, as `chart.series`: the greatest step that the frame brings the picture to. Empty where frames are not decoded. */
  readonly high: Readonly<Record<string, number>>;
}

/** A drawing: the page says which frame it has drawn. */
export interface DrawingSeen {
  readonly generation: number;
  readonly sequence: number;
  /** When the page's script had drawn, in seconds since 1970. */
  readonly drawn: number;
  /** When the animation frame after the drawing began, in seconds since 1970. */
  readonly shown: number;
}

export interface ProbeReport {
  readonly frames: readonly FrameSeen[];
  readonly drawings: readonly DrawingSeen[];
  /** Where the page's clock differs from the time of day, in seconds. */
  readonly clockError: number;
  /** What was wrong with frames. */
  readonly wrong: readonly string[];
}

declare global {
  interface Window {
    startProbe(decode: boolean): void;
    stopProbe(): ProbeReport;
  }
}

interface Probe {
  readonly frames: FrameSeen[];
  readonly drawings: DrawingSeen[];
  readonly wrong: string[];
  stop(): void;
}

let probe: Probe | undefined;

/** Begins. `decode` also looks into the frames, which costs the page some time. */
window.startProbe = (decode) => {
  probe?.stop();
  const root = document.getElementById('sideplot');
  if (root === null) throw new Error('The page has no #sideplot.');
  const frames: FrameSeen[] = [];
  const drawings: DrawingSeen[] = [];
  const wrong: string[] = [];
  const receive = (event: MessageEvent<unknown>): void => {
    const frame = frameOf(event.data, decode, wrong);
    if (frame !== undefined) frames.push(frame);
  };
  const observer = new MutationObserver(() => {
    const drawing = {
      generation: Number(root.dataset['generation']),
      sequence: Number(root.dataset['sequence']),
      drawn: nowInSeconds(),
    };
    requestAnimationFrame(() => drawings.push({ ...drawing, shown: nowInSeconds() }));
  });
  window.addEventListener('message', receive);
  observer.observe(root, { attributes: true, attributeFilter: ['data-sequence'] });
  const stop = (): void => {
    window.removeEventListener('message', receive);
    observer.disconnect();
  };
  probe = { frames, drawings, wrong, stop };
};

window.stopProbe = () => {
  if (probe === undefined) throw new Error('The probe was not started.');
  probe.stop();
  const { frames, drawings, wrong } = probe;
  return { frames, drawings, wrong, clockError: nowInSeconds() - Date.now() / 1000 };
};

function frameOf(message: unknown, decode: boolean, wrong: string[]): FrameSeen | undefined {
  if (typeof message !== 'object' || message === null || !('buffer' in message)) return undefined;
  const { generation, sequence, buffer } = message as { generation: number; sequence: number; buffer: ArrayBuffer };
  const received = nowInSeconds();
  const high: Record<string, number> = {};
  for (const block of decode ? decodeFrame(buffer) : []) {
    const last = block.values[0]?.at(-1) ?? NaN;
    const reaches =
      block.kind === 'points'
        ? last >= block.high
        : block.high >= last * block.width && block.high < (last + 1) * block.width;
    // The block says how far the series goes: the last entry must be there.
    if (!reaches) wrong.push(`series ${block.series} goes to ${block.high}, its last entry is ${last} (${block.kind})`);
    high[`${block.chart}.${block.series}`] = block.high;
  }
  return { generation, sequence, bytes: buffer.byteLength, received, high };
}
