/** Starts the program of a job. */
import { spawn, type ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { isErrno } from '../process-state';
import type { JobDescription } from './description';

export type Started =
  | { readonly program: ChildProcess; readonly failure: '' }
  /** In words for the user. */
  | { readonly program: null; readonly failure: string };

type Program = Pick<JobDescription, 'command' | 'args' | 'shell' | 'shellProgram' | 'cwd' | 'environment'>;

export async function startProgram({
  command,
  args,
  shell,
  shellProgram,
  cwd,
  environment,
}: Program): Promise<Started> {
  // For a missing folder the system blames the program.
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return { program: null, failure: `There is no folder ${cwd}.` };
  }
  try {
    const program = spawn(command, [...args], {
      cwd,
      env: environment,
      shell: shell && shellProgram !== '' ? shellProgram : shell,
      detached: ownGroup(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const failure = await new Promise<string>((resolve) => {
      program.once('spawn', () => resolve(''));
      program.once('error', (error) => resolve(wordsOf(error, command)));
    });
    return failure === '' ? { program, failure } : { program: null, failure };
  } catch (error) {
    // A command line that is too long, or one with a NUL, is refused at once.
    return { program: null, failure: wordsOf(error, command) };
  }
}

function wordsOf(error: unknown, command: string): string {
  if (isErrno(error, 'ENOENT')) {
    return `${command} was not found (ENOENT).`;
  }
  if (isErrno(error, 'EACCES')) {
    return `${command} is not a program, or not one that you may run (EACCES).`;
  }
  if (isErrno(error, 'E2BIG')) {
    return 'The command line is longer than the system allows (E2BIG).';
  }
  return error instanceof Error ? error.message : String(error);
}

/**
 * Whether the program leads a group of its own, so that a signal reaches all that it starts, and none that is meant for the editor reaches it. Windows
 * has no groups; there a detached program has no console, and each program that it starts, such as the workers of a data loader, would open one to
 * be seen.
 */
export function ownGroup(platform: NodeJS.Platform = process.platform): boolean {
  return platform !== 'win32';
}
