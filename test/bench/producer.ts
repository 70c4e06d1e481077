/** Programs of `producers`: started, told to go, and heard. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BenchSetup } from './bench';

/** What a program says at its end. */
export interface Sent {
  /** Points, those before `go` too. */
  readonly sent: number;
  readonly refused: number;
  /** When the program began and ended what is measured, in seconds since 1970. */
  readonly began: number;
  readonly ended: number;
  readonly rows: number;
}

/** Runs a Python program of the benchmark to its end, and resolves to what it said last. */
export async function runPython(
  python: string,
  script: string,
  args: readonly string[],
  env: Environment,
): Promise<unknown> {
  const program = new Program(python, script, args, env);
  let last: unknown;
  for (;;) {
    const said = await program.hear();
    if (said === undefined) break;
    last = said;
  }
  return last;
}

export type Environment = Readonly<Record<string, string>>;

/** A Python program that says one JSON object a line; other lines are not for us. */
class Program {
  readonly child: ChildProcess;
  private readonly said: unknown[] = [];
  private readonly listeners: (() => void)[] = [];
  private ended = false;
  private failure = '';

  constructor(python: string, script: string, args: readonly string[], env: Environment) {
    this.child = spawn(python, [script, ...args], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    if (this.child.stdout === null || this.child.stderr === null) throw new Error('no pipes');
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      this.said.push(JSON.parse(line));
      this.wake();
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => (this.failure += text));
    this.child.once('error', (error) => this.end(String(error)));
    this.child.once('close', (code) => this.end(code === 0 ? '' : `${script} ended with ${String(code)}.`));
  }

  /** The next thing that the program says; `undefined` when it has ended well. */
  async hear(): Promise<unknown> {
    while (this.said.length === 0) {
      if (this.ended) {
        if (this.error !== '') throw new Error(`${this.error}\n${this.failure.slice(-2000)}`);
        return undefined;
      }
      await new Promise<void>((resolve) => this.listeners.push(resolve));
    }
    return this.said.shift();
  }

  private error = '';

  private end(error: string): void {
    this.ended = true;
    this.error ||= error;
    this.wake();
  }

  private wake(): void {
    for (const listener of this.listeners.splice(0)) listener();
  }
}

/** A program that logs with the product's Python client. */
export class Producer {
  private constructor(
    private readonly program: Program,
    /** Its run. */
    readonly run: string,
  ) {}

  static async start(setup: BenchSetup, script: string, options: object, env: Environment): Promise<Producer> {
    const path = join(setup.root, 'test', 'bench', 'producers', script);
    const program = new Program(setup.python, path, [JSON.stringify(options)], {
      ...env,
      PYTHONPATH: join(setup.root, 'src', 'runner', 'python'),
    });
    const said = (await program.hear()) as { run: string } | undefined;
    if (said === undefined) throw new Error(`${script} began no run.`);
    return new Producer(program, said.run);
  }

  say(word: string): void {
    this.program.child.stdin?.write(`${word}\n`);
  }

  hear(): Promise<unknown> {
    return this.program.hear();
  }

  /** Says `go` and resolves to what the program says at its end. */
  async go(): Promise<Sent> {
    this.say('go');
    return (await this.hear()) as Sent;
  }
}
