/** What all programs together use of the GPUs, by `nvidia-smi` where there is one. */
import { execFile } from 'node:child_process';

const PATIENCE_MILLISECONDS = 10_000;
const QUERY = ['--query-gpu=index,utilization.gpu,memory.used', '--format=csv,noheader,nounits'];

/** A metric's name, its value and its unit. */
export type Sample = readonly [metric: string, value: number, unit: string];

/** @returns `null` when there is no such program, or it fails: it need not be asked again. */
export function queryGpus(program = 'nvidia-smi'): Promise<readonly Sample[] | null> {
  return new Promise((resolve) => {
    execFile(program, QUERY, { timeout: PATIENCE_MILLISECONDS, windowsHide: true }, (error, answer) =>
      resolve(error === null ? readGpus(answer) : null),
    );
  });
}

/** A GPU that does not tell something says so in words, which are left out. */
export function readGpus(answer: string): readonly Sample[] {
  return answer.split('\n').flatMap((line): readonly Sample[] => {
    const [index, use, memory, ...more] = line.split(',').map((field) => field.trim());
    if (index === undefined || use === undefined || memory === undefined || more.length > 0) {
      return [];
    }
    const samples: readonly Sample[] = [
      [`system/gpu${index}`, numberOf(use), '%'],
      [`system/gpu${index} memory`, numberOf(memory), 'MiB'],
    ];
    return samples.filter(([, value]) => !Number.isNaN(value));
  });
}

function numberOf(text: string): number {
  return text === '' ? NaN : Number(text);
}
