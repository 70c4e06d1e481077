/** The rows of the table: what is measured, by which measurement, and the budget that the design sets. */
import type { BenchSetup, Findings } from './bench';
import type { Editor } from './editor';
import { measureActivation, measurePackage } from './measures/activation';
import { measureFlood } from './measures/flood';
import { measureEightPanels, measureOnePanel } from './measures/frames';
import { measureHidden } from './measures/hidden';
import { measureHistory, measureMemory } from './measures/history';
import { measureIngest, measureIngestMany } from './measures/ingest';
import { measureLatency } from './measures/latency';
import { measureLogCall } from './measures/log-call';
import { measureTeleplot } from './measures/teleplot';

export interface Row {
  /** The key in the JSON file. */
  readonly key: string;
  /** What the number is, with its unit. */
  readonly title: string;
  /** What the design asks for: at most or at least so much; `null` where it asks for nothing. */
  readonly budget: { readonly most: number } | { readonly least: number } | null;
}

export interface Measurement {
  /** Measures in an editor; one without `alone` shares it with others. */
  readonly inEditor?: (editor: Editor) => Promise<Findings>;
  readonly withoutEditor?: (setup: BenchSetup) => Findings;
  /** In an editor of its own, as it fills the host's memory. */
  readonly alone?: boolean;
  /** What `--quick` does with it. */
  readonly quick: 'smaller' | 'same' | 'left out';
  /** Only when it is asked for. */
  readonly onRequest?: boolean;
  readonly rows: readonly Row[];
}

const most = (value: number) => ({ most: value });
const least = (value: number) => ({ least: value });

export const MEASUREMENTS: Readonly<Record<string, Measurement>> = {
  package: {
    withoutEditor: measurePackage,
    quick: 'same',
    rows: [{ key: 'vsix_bytes', title: 'size of the package, bytes', budget: null }],
  },
  activation: {
    inEditor: measureActivation,
    quick: 'smaller',
    rows: [{ key: 'activation_ms', title: 'activation as VS Code reports it, ms', budget: most(20) }],
  },
  log: {
    inEditor: measureLogCall,
    quick: 'smaller',
    rows: [
      { key: 'log_call_ns_p50', title: 'sideplot.log() in the caller, p50, ns', budget: most(300) },
      { key: 'log_call_ns_p99', title: 'sideplot.log() in the caller, p99, ns', budget: most(5000) },
      { key: 'metric_log_call_ns_p50', title: 'the same by run.metric(…).log(), p50, ns', budget: most(300) },
      { key: 'log_vs_tensorboardx', title: "tensorboardX's add_scalar ÷ log(), p50", budget: null },
    ],
  },
  latency: {
    inEditor: measureLatency,
    quick: 'smaller',
    rows: [
      { key: 'latency_frames_p50_40k', title: 'log() to screen at 40,000 points/s, p50, frames', budget: null },
      { key: 'latency_frames_p99_40k', title: 'log() to screen at 40,000 points/s, p99, frames', budget: most(3) },
    ],
  },
  teleplot: { inEditor: measureTeleplot, alone: true, quick: 'left out', rows: [] },
  frames: {
    inEditor: measureOnePanel,
    quick: 'smaller',
    rows: [
      { key: 'fps_1x16', title: 'frames/s, 1 panel × 16 series × 2,000 points', budget: least(55) },
      { key: 'fps_16_vs_uplot', title: 'the same ÷ uPlot', budget: null },
    ],
  },
  panels: {
    inEditor: measureEightPanels,
    quick: 'smaller',
    rows: [{ key: 'fps_8x4', title: 'frames/s, 8 panels × 4 series, the slowest panel', budget: least(55) }],
  },
  hidden: {
    inEditor: measureHidden,
    quick: 'smaller',
    rows: [{ key: 'hidden_messages', title: 'messages to a hidden panel in 10 s', budget: most(0) }],
  },
  ingest: {
    inEditor: measureIngest,
    quick: 'smaller',
    rows: [
      { key: 'ingest_points_per_s_lossless', title: 'points/s by log(), none lost, ≥ 30 frames/s', budget: least(1e6) },
    ],
  },
  ingest_many: {
    inEditor: measureIngestMany,
    quick: 'smaller',
    rows: [
      {
        key: 'ingest_points_per_s_log_many',
        title: 'points/s by log_many(), none lost, ≥ 30 frames/s',
        budget: least(1e7),
      },
    ],
  },
  memory: {
    inEditor: measureMemory,
    alone: true,
    quick: 'left out',
    rows: [{ key: 'host_bytes_per_point', title: "the host's memory for a point, bytes", budget: most(13) }],
  },
  history: {
    inEditor: measureHistory,
    alone: true,
    quick: 'left out',
    rows: [
      { key: 'redraw_ratio_1e8_1e4', title: 'a redraw with 1e8 points ÷ with 1e4', budget: most(1.2) },
      { key: 'open_1e8_s', title: 'opening a log of 1e8 points, s', budget: null },
    ],
  },
  flood: {
    inEditor: measureFlood,
    alone: true,
    quick: 'left out',
    onRequest: true,
    rows: [
      { key: 'flood_points', title: '60 s at full speed: points sent and stored', budget: null },
      { key: 'flood_loop_delay_ms_p99', title: "the host's event loop is late, p99, ms", budget: most(50) },
      {
        key: 'flood_bytes_per_point_in_second_half',
        title: "growth of the host's memory in the second half, bytes/point",
        budget: null,
      },
    ],
  },
};

/** The measurements that give these rows, or have these names. Throws when one is unknown. */
export function measurementsFor(names: readonly string[]): string[] {
  const found = new Set<string>();
  for (const name of names) {
    const place = Object.entries(MEASUREMENTS).find(
      ([id, { rows }]) => id === name || rows.some(({ key }) => key === name),
    );
    if (place === undefined) {
      const known = Object.entries(MEASUREMENTS).flatMap(([id, { rows }]) => [id, ...rows.map(({ key }) => key)]);
      throw new Error(`There is no row ${name}; there are ${known.join(', ')}.`);
    }
    found.add(place[0]);
  }
  return [...found];
}
