/** One ipykernel, reached through `bridge.py` by JSON lines. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A MIME bundle as Jupyter sends it: texts, base64 for images, JSON values. */
export type Bundle = Readonly<Record<string, unknown>>;

/** What the kernel says about a request; `id` is that of the request. */
export type KernelMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'restarted' }
  | { readonly type: 'started'; readonly id: string; readonly count: number }
  | { readonly type: 'stream'; readonly id: string; readonly name: 'stdout' | 'stderr'; readonly text: string }
  | { readonly type: 'display'; readonly id: string; readonly data: Bundle; readonly display: string | null }
  | { readonly type: 'update'; readonly data: Bundle; readonly display: string }
  | { readonly type: 'clear'; readonly id: string }
  | {
      readonly type: 'error';
      readonly id: string;
      readonly name: string;
      readonly value: string;
      readonly traceback: string;
    }
  | { readonly type: 'done'; readonly id: string; readonly ok: boolean }
  | { readonly type: 'died'; readonly reason: string };

export class Kernel {
  private readonly child: ChildProcess;
  private readonly ready: Promise<void>;
  private stderr = '';

  /** Starts a kernel that inherits the extension host's environment as it is now, as with Jupyter's extension. */
  constructor(python: string, bridge: string, notebook: string, listen: (message: KernelMessage) => void) {
    this.child = spawn(python, [bridge, notebook], { stdio: ['pipe', 'pipe', 'pipe'], env: process.env });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.ready = new Promise((resolve, reject) => {
      const died = (reason: string): void => {
        listen({ type: 'died', reason });
        reject(new Error(reason));
      };
      this.child.once('error', (error) => died(String(error)));
      this.child.once('exit', (code, signal) => died(`The kernel ended (${code ?? signal ?? ''}). ${this.stderr}`));
      createInterface({ input: this.stdout() }).on('line', (line) => {
        const message = JSON.parse(line) as KernelMessage;
        if (message.type === 'ready') resolve();
        else listen(message);
      });
    });
    // a cell that waits for the kernel reports the failure
    this.ready.catch(() => undefined);
  }

  /** Runs code; `cell` is the URI of the cell's document, which goes into the request's metadata. Rejects when the kernel does not start. */
  async execute(id: string, code: string, cell: string): Promise<void> {
    await this.ready;
    this.send({ type: 'execute', id, code, cell });
  }

  /** Interrupts what runs, as Ctrl+C does. */
  interrupt(): void {
    this.send({ type: 'interrupt' });
  }

  /** Ends the kernel's process and starts another in its place. */
  restart(): void {
    this.send({ type: 'restart' });
  }

  /** Ends the kernel: the bridge shuts it down when its input ends. */
  dispose(): void {
    this.child.stdin?.end();
  }

  private send(message: object): void {
    this.child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  private stdout(): NonNullable<ChildProcess['stdout']> {
    if (!this.child.stdout) throw new Error('The bridge has no output.');
    return this.child.stdout;
  }
}
