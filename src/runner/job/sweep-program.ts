/** How the parameters of a sweep reach the program of one of its jobs. */
import { shellQuoted } from './command-line';
import { configOf, type Combination } from './sweep-grid';

const NOTEBOOK_JOB = ['-m', 'sideplot.notebook_job'];

export interface Program {
  /** A program, or with `shell` a line for the user's shell. */
  readonly command: string;
  readonly args: readonly string[];
  readonly shell: boolean;
  /** Variables set for this job alone. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A parameter `lr` takes the place of `{lr}` wherever that stands in the command, the arguments and the variables; one that has no place is added as
 * the arguments `--lr 0.1`. A notebook gets all of them as its variables, and an executed copy with the job's number.
 *
 * @param index of the job in the sweep, from 0.
 */
export function withParameters<P extends Program>(program: P, combination: Combination, index: number): P {
  const { command, args, shell, environment } = program;
  if (isNotebookJob(program)) {
    return { ...program, args: [...args, ...notebookOptions(args[NOTEBOOK_JOB.length] ?? '', combination, index)] };
  }
  const values = new Map(combination.map(({ name, value }) => [name, value]));
  const placed = new Set<string>();
  const place = (text: string, written: (value: string) => string = String): string =>
    text.replace(/\{([^{}\s]+)\}/g, (whole, name: string) => {
      const value = values.get(name);
      placed.add(name);
      return value === undefined ? whole : written(value);
    });
  const filled = {
    command: shell ? place(command, (word) => shellQuoted(word)) : command,
    args: args.map((arg) => place(arg)),
    environment: Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, place(value)])),
  };
  const added = combination.filter(({ name }) => !placed.has(name)).flatMap(({ flag, value }) => [flag, value]);
  return shell
    ? { ...program, ...filled, command: [filled.command, ...added.map((word) => shellQuoted(word))].join(' ') }
    : { ...program, ...filled, args: [...filled.args, ...added] };
}

function isNotebookJob({ shell, args }: Program): boolean {
  return !shell && NOTEBOOK_JOB.every((word, index) => args[index] === word);
}

function notebookOptions(notebook: string, combination: Combination, index: number): string[] {
  const copy = notebook.replace(/(?:\.ipynb)?$/, `.${index + 1}.executed.ipynb`);
  return ['--parameters', JSON.stringify(configOf(combination)), '--output', copy];
}
