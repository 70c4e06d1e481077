/** Output that a process holds which its job does not own anymore. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** Lets a program read the stream to its end and throw it away: without a reader, whoever prints into it next would be killed. */
export function discard(stream: Readable | null | undefined): void {
  if (stream == null || stream.readableEnded || stream.destroyed) {
    return;
  }
  try {
    spawn('cat', [], { stdio: [stream, 'ignore', 'ignore'], detached: true, cwd: '/' })
      .on('error', () => undefined)
      .unref();
  } catch {
    // Then it has no reader.
  }
}
