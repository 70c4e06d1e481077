/** What a job is, as the editor tells the program that will watch it. */

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
  readonly cwd: string;
  /** All variables of the program. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of those variables that the user set for this job. */
  readonly ownVariables: readonly string[];
  /** What becomes of metrics that are found in printed lines. */
  readonly printedMetrics: PrintedMetrics;
  /** Regular expressions with named groups, tried before the known forms. */
  readonly patterns: readonly string[];
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
