/** What a job or a sweep is, as the editor tells the program that will watch it. */
import type { SweepFacts } from '../../common/sweep-facts';

/** What the watching program is told once. */
export type Order =
  { readonly kind: 'job'; readonly job: JobDescription } | { readonly kind: 'sweep'; readonly sweep: SweepDescription };

export interface JobDescription {
  /** The run's id. */
  readonly id: string;
  /** The storage folder. */
  readonly root: string;
  readonly name: string;
  readonly project: string;
  /** The workspace that the run belongs to. */
  readonly workspace: string;
  /** A program, or with `shell` a line for the user's shell. */
  readonly command: string;
  readonly args: readonly string[];
  readonly shell: boolean;
  /** The shell for such lines; empty: that of the system. */
  readonly shellProgram: string;
  readonly cwd: string;
  /** All variables of the program. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of those variables that the user set for this job. */
  readonly ownVariables: readonly string[];
  /** What becomes of metrics that are found in printed lines. */
  readonly printedMetrics: PrintedMetrics;
  /** Regular expressions with named groups, tried before the known forms. */
  readonly patterns: readonly string[];
  /** What is known of the run's configuration before it begins. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The sweep that the job belongs to, or `null`. */
  readonly sweep: SweepFacts | null;
}

/** Jobs that are started one after the other, so many at a time. */
export interface SweepDescription {
  readonly id: string;
  readonly name: string;
  readonly atOnce: number;
  /** What all its jobs have in common; `environment` is that of the editor. */
  readonly common: Omit<JobDescription, 'id' | 'name' | 'command' | 'args' | 'ownVariables' | 'config' | 'sweep'>;
  readonly jobs: readonly SweepJob[];
}

export interface SweepJob extends Pick<JobDescription, 'command' | 'args' | 'config'> {
  /** Its parameters in words. */
  readonly words: string;
  /** The variables of this job alone. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Drawn at once; found but not drawn before the user wants it; not looked for. */
export type PrintedMetrics = 'draw' | 'offer' | 'never';

/** What the watching program answers once. */
export interface JobAnswer {
  /** Why the program could not be started, or empty. */
  readonly error: string;
}

/** How long each step of a stop waits for the next, in seconds. */
export interface StopPatience {
  /** After the program was asked by the control log. */
  readonly ask: number;
  /** After SIGINT. */
  readonly interrupt: number;
  /** After SIGTERM. */
  readonly terminate: number;
}

export const DEFAULT_PATIENCE: StopPatience = { ask: 5, interrupt: 10, terminate: 5 };
