/** Reads how a run began without following it. */
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LogReader } from '../common/log-reader';
import { byteDecoders } from '../runner/byte-decoders';
import { MAX_LINE_BYTES, type RunRecord } from '../common/record';
import { isProducerLog } from './run-files';

const FIRST_READ = 16 * 1024;

/** @returns the first `run` record in the folder's logs, of the process that began the run where there are several; `null` when there is none. */
export async function readRunHead(folder: string): Promise<RunRecord | null> {
  const names = await readdir(folder).catch(() => []);
  let found: RunRecord | null = null;
  for (const name of names.filter(isProducerLog)) {
    const record = await readFirstRecord(join(folder, name)).catch(() => null);
    if (record !== null && (found === null || record.parent === '')) {
      found = record;
    }
  }
  return found;
}

async function readFirstRecord(path: string): Promise<RunRecord | null> {
  const file = await open(path, 'r');
  try {
    for (let size = FIRST_READ; size <= 2 * MAX_LINE_BYTES; size *= 4) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, 0);
      const bytes = buffer.subarray(0, bytesRead);
      const end = bytes.indexOf(10);
      if (end >= 0) {
        return decodeRunRecord(bytes.subarray(0, end + 1));
      }
      if (bytesRead < size) {
        return null;
      }
    }
    return null;
  } finally {
    await file.close();
  }
}

function decodeRunRecord(line: Buffer): RunRecord | null {
  let found: RunRecord | null = null;
  const reader = new LogReader(
    {
      record: (record) => {
        found = record.type === 'run' ? record : found;
      },
      unknown: () => undefined,
      refused: () => undefined,
    },
    byteDecoders,
  );
  reader.push(line);
  return found;
}
