/** A real VS Code with the packaged product and the benchmark's extension. */
import { join } from 'node:path';
import { openSession, panelsIn, until, type Panel, type Session } from '../drive';
import { assertSame, inFolder, makeFolder, type BenchSetup } from './bench';
import type { HostWatched, Memory } from './extension/host-watch';
import type { PanelState } from './extension/panels';
import type { RunState } from './extension/run-state';
import type { ProbeReport } from './page-probe';
import { Producer, type Sent } from './producer';

const SIZE = { width: 1280, height: 800 };
/** How long the host may take to read what a producer wrote. */
const CATCH_UP = 600_000;

export class Editor {
  private constructor(
    readonly setup: BenchSetup,
    readonly session: Session,
    private readonly workspace: string,
    private readonly runs: string,
  ) {}

  /** Opens VS Code for the time of one action. */
  static use<T>(setup: BenchSetup, action: (editor: Editor) => Promise<T>): Promise<T> {
    return inFolder(async (folder) => {
      const workspace = makeFolder(folder, 'workspace');
      const runs = makeFolder(folder, 'runs');
      const session = await openSession({
        ...{ folder: workspace, runs, installed: true, size: SIZE },
        // Panels are opened by the measurements.
        settings: { 'sideplot.autoOpen': 'never' },
      });
      try {
        const editor = new Editor(setup, session, workspace, runs);
        await session.commands.execute('workbench.action.closeSidebar');
        await session.commands.execute('workbench.action.closePanel');
        return await action(editor);
      } finally {
        await session.close();
      }
    });
  }

  /** Starts a program of `producers`; resolves when its run is followed. */
  async start(script: string, options: object): Promise<Producer> {
    const producer = await Producer.start(this.setup, script, options, {
      SIDEPLOT_DIR: this.runs,
      SIDEPLOT_WORKSPACE: this.workspace,
    });
    await until(`the run of ${script} to be followed`, async () => {
      const state = await this.run(producer.run);
      return state !== null && state.points > 0;
    });
    return producer;
  }

  private ask(command: string, ...args: unknown[]): Promise<unknown> {
    return this.session.commands.execute(`sideplotBench.${command}`, ...args);
  }

  async pid(): Promise<number> {
    return (await this.ask('pid')) as number;
  }

  /** After a collection of garbage. */
  async memory(): Promise<Memory> {
    return (await this.ask('memory')) as Memory;
  }

  async run(id: string): Promise<RunState | null> {
    return (await this.ask('run', id)) as RunState | null;
  }

  async panels(): Promise<PanelState[]> {
    return (await this.ask('panels')) as PanelState[];
  }

  /** Waits until the product is active by itself. */
  async untilActive(): Promise<void> {
    await until('the product to be active', async () => (await this.ask('active')) === true);
  }

  watch(): Promise<unknown> {
    return this.ask('watch');
  }

  async watched(): Promise<HostWatched> {
    return (await this.ask('watched')) as HostWatched;
  }

  /** Opens panels, each of which fills its editor group, and resolves to them when they have drawn. */
  async open(run: string, { file = null, figures = [null] }: OpenOptions = {}): Promise<Panel[]> {
    await this.ask('open', run, file, figures);
    return panelsIn(this.session.context.pages());
  }

  async openOne(run: string): Promise<Panel> {
    const [panel, ...others] = await this.open(run);
    if (panel === undefined || others.length > 0) throw new Error('Not one panel opened, but none or several.');
    return panel;
  }

  /** Opens a panel for a file that nobody writes to, and resolves to it when so many points are drawn. Throws `Incorrect` when they are others. */
  async openFile(path: string, points: number): Promise<Panel[]> {
    await this.ask('open', path, path, [null]);
    await this.untilDrawn(points, path);
    const state = await this.run(path);
    assertSame('Points stored', state?.points, points);
    assertSame('What the run complains of', state?.problems, {});
    return panelsIn(this.session.context.pages());
  }

  /** Waits until the panel of a run has drawn what the host had when the run had so many points. */
  async untilDrawn(points: number, run: string): Promise<void> {
    await until(
      `${points} points to be drawn`,
      async () => {
        const panel = (await this.panels()).find(({ identity }) => identity.run === run);
        return panel !== undefined && panel.drawnPoints >= points;
      },
      { deadline: CATCH_UP, seen: () => this.panels() },
    );
  }

  cover(): Promise<unknown> {
    return this.ask('cover');
  }

  /** Closes all editors, so that runs that have ended are forgotten. */
  async close(): Promise<void> {
    await this.ask('close');
    await until('the panels to close', async () => (await this.panels()).length === 0);
  }

  /** Milliseconds of redraws of files, by turns; see the extension. */
  async redraw(files: readonly string[], times: number): Promise<number[][]> {
    return (await this.ask('redraw', files, times)) as number[][];
  }

  async query(run: string, pixels: number, times: number): Promise<number> {
    return (await this.ask('query', run, pixels, times)) as number;
  }

  startProfile(): Promise<unknown> {
    return this.ask('startProfile');
  }

  stopProfile(path: string): Promise<unknown> {
    return this.ask('stopProfile', path);
  }

  async teleplot(): Promise<number> {
    return (await this.ask('teleplot')) as number;
  }

  /** Loads one of the benchmark's scripts into a panel's page. */
  async load({ frame }: Panel, script: string): Promise<void> {
    await frame.evaluate(this.setup.pages[script] ?? `throw new Error(${JSON.stringify(`no script ${script}`)})`);
  }

  async startProbe(panel: Panel, decode = false): Promise<void> {
    await this.load(panel, 'page-probe');
    await panel.frame.evaluate((given) => window.startProbe(given), decode);
  }

  /** Resolves when the drawing that was last, if any, has been seen. */
  stopProbe({ frame }: Panel): Promise<ProbeReport> {
    return frame.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return window.stopProbe();
    });
  }

  /**
   * Waits until the host has stored as many points of an ended run as were sent, or has come to the run's end with others. Throws `Incorrect` when
   * the two differ: this is asserted in each measurement.
   */
  async assertStored(run: string, { sent, refused }: Sent): Promise<RunState> {
    const state = await until(
      'the end of the run in the store',
      async () => {
        const now = await this.run(run);
        return now !== null && now.status !== 'running' ? now : undefined;
      },
      { deadline: CATCH_UP, seen: () => this.run(run) },
    );
    // First, as it says why points are missing.
    assertSame('What the run complains of', state.problems, {});
    assertSame('Points stored', state.points, sent);
    assertSame(
      'Points in the series',
      state.series.reduce((total, { length }) => total + length, 0),
      sent,
    );
    assertSame('What the client refused', refused, 0);
    assertSame('The status', state.status, 'finished');
    return state;
  }
}

export interface OpenOptions {
  readonly file?: string | null;
  /** One panel for each; `null` is the figure of all metrics. */
  readonly figures?: readonly (string | null)[];
}

/** A path of the benchmark's own. */
export function benchFile({ root }: BenchSetup, ...parts: string[]): string {
  return join(root, 'test', 'bench', ...parts);
}
