/** Notebooks in the editor, run by the tests' own kernel extension. */
import type { CommandLink } from './command-link';
import { DEADLINE, until } from './wait';

export interface CellOutput {
  readonly mimes: readonly string[];
  /** Texts by MIME type; of images their size in bytes. Printed text has the type `application/vnd.code.notebook.stdout` or `.stderr`. */
  readonly items: Readonly<Record<string, string | number>>;
}

export interface Cell {
  readonly text: string;
  /** How often the cell's execution began and ended since the notebook was opened. */
  readonly started: number;
  readonly ended: number;
  readonly executionOrder: number | null;
  /** Whether the last execution succeeded; `null` before its end. */
  readonly success: boolean | null;
  readonly outputs: readonly CellOutput[];
}

const uri = (path: string): object => ({ $uri: path });

/** Opens a notebook in the active group and resolves to the number of its cells. */
export async function openNotebook(commands: CommandLink, path: string): Promise<number> {
  return (await commands.execute('sideplotTests.openNotebook', uri(path))) as number;
}

/** One execution of a cell. */
export interface CellRun {
  /** Resolves when the kernel has begun with it, after the cells before it. */
  readonly started: () => Promise<void>;
  /** Resolves to what the cell shows when it has ended. */
  readonly ended: (deadline?: number) => Promise<Cell>;
}

/** Starts one cell of an open notebook; the kernel is chosen and started as for a user who presses the run button. */
export async function runCell(commands: CommandLink, path: string, index: number): Promise<CellRun> {
  const cell = async (): Promise<Cell> => {
    const found = (await cellsOf(commands, path))[index];
    if (!found) throw new Error(`${path} has no cell ${index}`);
    return found;
  };
  const before = await cell();
  await commands.execute('sideplotTests.runCells', uri(path), index);
  return {
    started: async () => {
      await until(`cell ${index} of ${path} to start`, async () => (await cell()).started > before.started, {
        seen: cell,
      });
    },
    ended: (deadline = DEADLINE) =>
      until(
        `cell ${index} of ${path} to end`,
        async () => {
          const now = await cell();
          return now.ended > before.ended ? now : undefined;
        },
        { deadline, seen: cell },
      ),
  };
}

/** Starts all cells of an open notebook. */
export async function runAllCells(commands: CommandLink, path: string): Promise<void> {
  await commands.execute('sideplotTests.runCells', uri(path));
}

/** What the cells of an open notebook show now. */
export async function cellsOf(commands: CommandLink, path: string): Promise<Cell[]> {
  return (await commands.execute('sideplotTests.cells', uri(path))) as Cell[];
}

/** Restarts the kernel of an open notebook and resolves when the new one answers. */
export async function restartKernel(commands: CommandLink, path: string): Promise<void> {
  await commands.execute('sideplotTests.restartKernel', uri(path));
}
