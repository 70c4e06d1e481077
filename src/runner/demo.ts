/** The demo: a small made-up training that logs for two minutes, as a program without any client would. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { newRunId } from './run-id';
import { runsFolder, storageFolder } from './storage';

const SECONDS = 120;
const STEPS_PER_SECOND = 50;
const STEPS_PER_EPOCH = 250;
const STEPS_PER_PROGRESS = 5;
const METRICS = [
  'loss/train',
  'loss/validation',
  'accuracy',
  'learning rate',
  'gradient/first layer',
  'gradient/last layer',
];

/** Values of all metrics at a step, in their order. */
function valuesAt(step: number): number[] {
  const total = SECONDS * STEPS_PER_SECOND;
  const progress = step / total;
  const noise = (scale: number): number => (Math.random() - 0.5) * scale;
  const loss = 2.2 * Math.exp(-5 * progress) + 0.12;
  const rate = 0.5 * (1 + Math.cos(Math.PI * progress)) * 0.01;
  return [
    loss + noise(0.12),
    loss * 1.08 + 0.05 * progress + noise(0.03),
    1 - 0.9 * Math.exp(-4.5 * progress) + noise(0.02),
    rate,
    0.8 * Math.exp(-3 * progress) + 0.1 + Math.abs(noise(0.2)),
    0.4 * Math.exp(-2 * progress) + 0.05 + Math.abs(noise(0.1)),
  ];
}

function main(): void {
  const start = Date.now();
  const id = newRunId(new Date(start));
  const folder = join(runsFolder(storageFolder('')), id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = join(folder, `p${process.pid}.jsonl`);
  const write = (...records: object[]): void =>
    appendFileSync(log, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  write(
    {
      type: 'run',
      version: 1,
      id,
      producer: `p${process.pid}`,
      name: 'demo',
      project: 'Sideplot demo',
      config: { steps: SECONDS * STEPS_PER_SECOND, optimizer: 'made up' },
      start: start / 1000,
      cwd: process.cwd(),
      argv: process.argv.slice(1),
      pid: process.pid,
      host: hostname(),
      user: userInfo().username,
      language: `Node ${process.versions.node}`,
      workspace: process.env['SIDEPLOT_WORKSPACE'] ?? '',
    },
    ...METRICS.map((metric, index) => ({ type: 'series', id: index, metric })),
    {
      type: 'text',
      stream: 'stdout',
      lines: ['Nothing is trained here: these numbers are made up.'],
      time: start / 1000,
    },
  );
  let step = 0;
  const timer = setInterval(() => {
    const now = Date.now();
    const due = Math.min(SECONDS * STEPS_PER_SECOND, Math.floor(((now - start) / 1000) * STEPS_PER_SECOND));
    if (Math.floor(due / STEPS_PER_PROGRESS) > Math.floor(step / STEPS_PER_PROGRESS)) {
      const progress = { id: 0, label: 'training', done: due, total: SECONDS * STEPS_PER_SECOND, unit: 'step' };
      write({ type: 'progress', ...progress, time: now / 1000 });
    }
    for (; step < due; step += 1) {
      const values = valuesAt(step);
      const same = (value: number): number[] => values.map(() => value);
      write({ type: 'points', series: values.map((_, index) => index), x: same(step), y: values, t: same(now / 1000) });
      if (step > 0 && step % STEPS_PER_EPOCH === 0) {
        const line = `epoch ${step / STEPS_PER_EPOCH}: loss ${values[0]?.toFixed(4)}, accuracy ${values[2]?.toFixed(4)}`;
        write({ type: 'text', stream: 'stdout', lines: [line], time: now / 1000 });
      }
    }
    if (step >= SECONDS * STEPS_PER_SECOND) {
      clearInterval(timer);
      write({ type: 'end', status: 'finished', error: '', time: now / 1000 });
    }
  }, 20);
}

main();
