/** Runs the measurements and tells what they found. */
import { writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { Incorrect, type BenchSetup, type Findings, type Value } from './bench';
import { Editor } from './editor';
import { profiled } from './profile';
import { MEASUREMENTS, measurementsFor, type Measurement } from './rows';
import { linesOf, printTable, type Line } from './table';

export interface BenchOptions {
  /** Rows or measurements; empty: all. */
  readonly only: readonly string[];
  readonly flood: boolean;
  /** Where the numbers are written as JSON. */
  readonly json: string | undefined;
  /** The folder for profiles, when they are wanted: they cost speed. */
  readonly profile: string | undefined;
  readonly setup: BenchSetup;
}

type Result = Findings | { readonly missing: string };

/** Measures and prints. Resolves to the exit code: 1 when points were lost or wrong, never for being slow. */
export async function runBench(options: BenchOptions): Promise<number> {
  const names = chosen(options);
  const results = new Map<string, Result>();
  const incorrect: unknown[] = [];
  const measure: Measure = async (name, action) => {
    const began = performance.now();
    let result: Result;
    try {
      result = await action();
    } catch (error) {
      if (error instanceof Incorrect) incorrect.push(error);
      console.error(error);
      result = { missing: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
    }
    results.set(name, result);
    console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    // Whoever asks for single rows wants to know why they are as they are.
    if ('details' in result && options.only.length > 0) console.log(JSON.stringify(result.details, undefined, 2));
    return !('missing' in result);
  };
  for (const name of names) {
    const { withoutEditor } = measurement(name);
    if (withoutEditor) await measure(name, () => withoutEditor(options.setup));
  }
  const shared = names.filter((name) => measurement(name).inEditor && measurement(name).alone !== true);
  if (shared.length > 0) await inOneEditor(options, shared, measure);
  for (const name of names.filter((one) => measurement(one).alone)) await inOneEditor(options, [name], measure);
  report(options, names, results);
  return incorrect.length > 0 ? 1 : 0;
}

function measurement(name: string): Measurement {
  const found = MEASUREMENTS[name];
  if (found === undefined) throw new Error(`There is no measurement ${name}.`);
  return found;
}

function chosen({ only, flood, setup }: BenchOptions): string[] {
  if (only.length > 0) return measurementsFor(only);
  return Object.entries(MEASUREMENTS)
    .filter(([, { onRequest }]) => flood || onRequest !== true)
    .filter(([, { quick }]) => !setup.quick || quick !== 'left out')
    .map(([name]) => name);
}

/** Resolves to whether the action gave numbers. */
type Measure = (name: string, action: () => Promise<Findings> | Findings) => Promise<boolean>;

/** Measures one after the other in one editor. After a measurement that failed, the next ones get a new one: what it left behind must not count. */
async function inOneEditor(
  { setup, profile }: BenchOptions,
  names: readonly string[],
  measure: Measure,
): Promise<void> {
  const left = [...names];
  while (left.length > 0) {
    const [first = ''] = left;
    try {
      await Editor.use(setup, async (editor) => {
        for (let name = left.shift(); name !== undefined; name = left.shift()) {
          const { inEditor } = measurement(name);
          const action = () => inEditor?.(editor) ?? Promise.resolve({ values: {} });
          const good = await measure(name, () =>
            profile === undefined ? action() : profiled(editor, profile, name, action),
          );
          if (!good) return;
        }
      });
    } catch (given) {
      const error = given instanceof Error ? given : new Error(String(given));
      // An editor that did not even open would fail again for each that is left.
      if (left[0] === first) {
        for (const name of left.splice(0)) await measure(name, () => Promise.reject(error));
      } else {
        console.error(error);
      }
    }
  }
}

function report(
  { json, setup, only }: BenchOptions,
  names: readonly string[],
  results: ReadonlyMap<string, Result>,
): void {
  const peersOf = new Map<string, string[]>();
  for (const result of results.values()) {
    if ('missing' in result) continue;
    for (const [key, words] of Object.entries(result.peers ?? {}))
      peersOf.set(key, [...(peersOf.get(key) ?? []), words]);
  }
  const lines: Line[] = names.flatMap((name) => linesOf(measurement(name).rows, results.get(name) ?? { missing: '' }));
  const shown = lines.map((line) => ({ ...line, peers: (peersOf.get(line.row.key) ?? []).join('; ') }));
  console.log(`\n${machine()}\n\n${printTable(shown)}`);
  if (setup.quick && only.length === 0) console.log(`\n${whatIsQuick()}`);
  if (json !== undefined) {
    const values: Record<string, Value | null> = {};
    const reasons: Record<string, string> = {};
    for (const { row, value } of lines) {
      values[row.key] = typeof value === 'number' ? value : null;
      if (typeof value !== 'number') reasons[row.key] = value.missing;
    }
    const details = Object.fromEntries(
      [...results].map(([name, result]) => [name, 'details' in result ? result.details : {}]),
    );
    const document = {
      ...values,
      not_measured: reasons,
      others: Object.fromEntries(peersOf),
      details,
      machine: machine(),
      quick: setup.quick,
    };
    writeFileSync(json, `${JSON.stringify(document, undefined, 2)}\n`);
    console.log(`\nWritten to ${json}`);
  }
}

function machine(): string {
  const [first] = cpus();
  return `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}, Node ${process.versions.node}`;
}

function whatIsQuick(): string {
  const of = (kind: Measurement['quick']): string =>
    Object.entries(MEASUREMENTS)
      .filter(([, { quick }]) => quick === kind)
      .map(([name, { rows }]) => (rows.length > 0 ? rows.map(({ key }) => key).join(', ') : name))
      .join(', ');
  return `Quick: left out are ${of('left out')}; of smaller size are ${of('smaller')}.`;
}
