/** What `log` costs in the caller. */
import type { BenchSetup, Findings } from '../bench';
import { Editor, benchFile } from '../editor';
import { runPython, type Sent } from '../producer';
import { round } from '../statistics';

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

type Kinds = Readonly<Record<string, Percentiles & { readonly p999: number }>>;

/** The call that stands in the table: the one that a user writes first, and that has a name and a value as those of the others. */
const CALL = 'sideplot.log(loss=value)';
/** What the hottest loops use. */
const HANDLE = 'metric.log(value)';
const LIBRARIES = ['tensorboardX', 'wandb', 'trackio', 'teleplot'];
const LABELS: Readonly<Record<string, string>> = {
  tensorboardX: 'tensorboardX add_scalar',
  wandb: 'wandb offline log',
  trackio: 'trackio log',
  teleplot: 'a UDP packet',
};

export async function measureLogCall(editor: Editor): Promise<Findings> {
  const { setup } = editor;
  const calls = setup.quick ? 50_000 : 200_000;
  const producer = await editor.start('hot_loop.py', { calls });
  await editor.open(producer.run);
  const pass = async (): Promise<Kinds> => {
    producer.say('go');
    return ((await producer.hear()) as { kinds: Kinds }).kinds;
  };
  const shown = await pass();
  const hung = await whileHung(await editor.pid(), pass);
  producer.say('stop');
  await editor.assertStored(producer.run, (await producer.hear()) as Sent);
  const others = await measurePeers(setup);
  const { p50, p99 } = shown[CALL] ?? { p50: NaN, p99: NaN };
  const tensorboard = others['tensorboardX'];
  return {
    values: {
      log_call_ns_p50: p50,
      log_call_ns_p99: p99,
      metric_log_call_ns_p50: shown[HANDLE]?.p50 ?? NaN,
      log_vs_tensorboardx:
        tensorboard === undefined || 'missing' in tensorboard
          ? { missing: tensorboard?.missing ?? 'not installed' }
          : round(tensorboard.p50 / p50, 1),
    },
    peers: { log_call_ns_p50: inWords(others, 'p50'), log_call_ns_p99: inWords(others, 'p99') },
    details: { call: CALL, host_running: shown, host_hung: hung, peers_ns: others },
  };
}

/** Stops the extension host for the time of an action. */
async function whileHung<T>(pid: number, action: () => Promise<T>): Promise<T> {
  process.kill(pid, 'SIGSTOP');
  try {
    return await action();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

type Peers = Readonly<Record<string, Percentiles | { readonly missing: string }>>;

async function measurePeers(setup: BenchSetup): Promise<Peers> {
  const script = benchFile(setup, 'peers', 'python_calls.py');
  const calls = setup.quick ? 2000 : 20_000;
  const found: Record<string, Percentiles | { missing: string }> = {};
  for (const library of LIBRARIES) {
    const peer =
      library === 'teleplot' ? { python: setup.python } : (setup.peers[library] ?? { missing: 'not installed' });
    found[library] = 'missing' in peer ? peer : await measurePeer(peer.python, script, library, calls);
  }
  return found;
}

async function measurePeer(
  python: string,
  script: string,
  library: string,
  calls: number,
): Promise<Percentiles | { missing: string }> {
  try {
    return (await runPython(python, script, [library, String(calls)], {})) as Percentiles;
  } catch (error) {
    return { missing: String(error).split('\n').at(-1) ?? '' };
  }
}

function inWords(peers: Peers, key: 'p50' | 'p99'): string {
  return Object.entries(peers)
    .map(([library, found]) => {
      const label = LABELS[library] ?? library;
      return 'missing' in found ? `${label} -` : `${label} ${(found[key] / 1000).toFixed(1)} µs`;
    })
    .join(', ');
}
