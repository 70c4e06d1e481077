/** How a job ended, from the end of its log, without reading all of it. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { JOB_PRODUCER } from '../../common/job-facts';
import { LogReader } from '../../common/log-reader';
import type { EndRecord } from '../../common/record';
import { byteDecoders } from '../byte-decoders';
import { runsFolder } from '../storage';

/** More than the last line of any job. */
const TAIL_BYTES = 64 * 1024;

/** @returns `null` when the log has no end, or cannot be read. */
export async function readJobEnd(root: string, id: string): Promise<EndRecord | null> {
  try {
    const file = await open(join(runsFolder(root), id, `${JOB_PRODUCER}.jsonl`), 'r');
    try {
      const start = Math.max(0, (await file.stat()).size - TAIL_BYTES);
      const { bytesRead, buffer } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start);
      return lastEnd(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

/** What is before the first line's end may be half a line: it is refused, which harms nobody. */
function lastEnd(bytes: Buffer): EndRecord | null {
  let end: EndRecord | null = null;
  const sink = {
    record: (record: { readonly type: string }) => {
      end = record.type === 'end' ? (record as EndRecord) : end;
    },
    unknown: () => undefined,
    refused: () => undefined,
  };
  new LogReader(sink, byteDecoders).push(bytes);
  return end;
}
