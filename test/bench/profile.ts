/** Records where the time goes in the editor's window, panels included, and in its extension host. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Editor } from './editor';

const LISTED = 15;

/** Writes `NAME-window.cpuprofile` and `NAME-host.cpuprofile`, and prints the functions that took the most time. */
export async function profiled<T>(editor: Editor, folder: string, name: string, action: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const window = join(folder, `${name}-window.cpuprofile`);
  const host = join(folder, `${name}-host.cpuprofile`);
  const protocol = await editor.session.context.newCDPSession(editor.session.page);
  await protocol.send('Profiler.enable');
  await protocol.send('Profiler.start');
  await editor.startProfile();
  const result = await action();
  await editor.stopProfile(host);
  const { profile } = await protocol.send('Profiler.stop');
  writeFileSync(window, JSON.stringify(profile));
  await protocol.detach();
  for (const path of [window, host])
    console.log(`  ${path}\n${busiest(JSON.parse(readFileSync(path, 'utf8')) as Profile)}`);
  return result;
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
}

/** The functions that took the most time themselves, as shares of all of it. */
function busiest({ nodes, samples = [], timeDeltas = [] }: Profile): string {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => [
      id,
      `${functionName || '(anonymous)'} ${url.split('/').at(-1) ?? ''}:${lineNumber + 1}`,
    ]),
  );
  const times = new Map<string, number>();
  samples.forEach((id, index) => {
    const name = names.get(id) ?? '';
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  });
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, LISTED)
    .map(([name, time]) => `    ${((100 * time) / total).toFixed(1).padStart(5)} %  ${name}`)
    .join('\n');
}
