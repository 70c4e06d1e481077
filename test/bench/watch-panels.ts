/** Watches panels while points stream in. */
import type { Panel } from '../drive';
import { cycleOf, type Cycle } from './cycle';
import type { Editor } from './editor';
import type { ProbeReport } from './page-probe';
import { ProcessorMeter, type ProcessorUse } from './processor';

export interface PanelsWatched<T> {
  /** What the action gave. */
  readonly result: T;
  /** Of each panel. */
  readonly reports: readonly ProbeReport[];
  readonly cycles: readonly Cycle[];
  readonly processor: ProcessorUse;
}

/** Watches what the panels' pages do during an action. */
export async function watchPanels<T>(
  editor: Editor,
  panels: readonly Panel[],
  action: () => Promise<T>,
  { decode = false } = {},
): Promise<PanelsWatched<T>> {
  await Promise.all(panels.map((panel) => editor.startProbe(panel, decode)));
  const meter = await ProcessorMeter.start(editor);
  const result = await action();
  const reports = await Promise.all(panels.map((panel) => editor.stopProbe(panel)));
  const processor = await meter.stop(reports.reduce((total, { drawings }) => total + drawings.length, 0));
  return { result, reports, cycles: reports.map(cycleOf), processor };
}
