/** The buffers that files are read into: a few for all logs, so that a log that nobody writes to costs nothing. */

const READ_BYTES = 512 * 1024;
/** Node reads four files at a time by itself: more buffers would wait. */
const BUFFERS = 4;

class ReadBuffers {
  private readonly free: Buffer[] = [];
  private readonly waiting: ((buffer: Buffer) => void)[] = [];
  private made = 0;

  /** A buffer that is the caller's until it is given back; those who wait get one in the order in which they came. */
  async take(): Promise<Buffer> {
    const buffer = this.free.pop();
    if (buffer !== undefined) {
      return buffer;
    }
    if (this.made < BUFFERS) {
      this.made += 1;
      return Buffer.allocUnsafeSlow(READ_BYTES);
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  give(buffer: Buffer): void {
    const next = this.waiting.shift();
    if (next === undefined) {
      this.free.push(buffer);
    } else {
      next(buffer);
    }
  }
}

export const readBuffers = new ReadBuffers();
