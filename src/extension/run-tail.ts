/** Reads how a run goes, or ended, without following it: the beginnings and the ends of its logs, all of them where they are short. */
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LogReader, type RecordSink } from '../common/log-reader';
import { MAX_LINE_BYTES, type LogRecord } from '../common/record';
import { Run, type Producer } from '../common/run';
import { NO_ABOUT, type RunAbout } from '../common/run-about';
import { summarise, type RunSummary } from '../common/run-summary';
import { byteDecoders } from '../runner/byte-decoders';
import { isDead } from './lost-producer';
import { readAbout } from './read-about';
import { CONTROL_LOG, isProducerLog, LOG_ENDING } from './run-files';

/** So much of a log's beginning and as much of its end; in most runs the beginning declares all series. */
const END_BYTES = 32 * 1024;
/** An end with fewer lines than these is read from further before, as long as two of the longest lines. */
const ENOUGH_LINES = 3;
const MOST_BYTES = 2 * MAX_LINE_BYTES + END_BYTES;
const NEWLINE = 10;

/** What the files of a run say without being read. */
export interface RunFiles {
  /** When a log was written to last, in seconds since 1970. */
  readonly modified: number;
  /** Of all logs. */
  readonly bytes: number;
  /** Of the logs' names, sizes and times: while it is the same there is nothing new to read. */
  readonly signature: string;
}

export interface RunReading extends RunFiles {
  readonly summary: RunSummary;
  readonly about: RunAbout;
}

interface LogFile {
  readonly name: string;
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
}

/** @returns `null` when there is no log. */
export async function statRun(folder: string): Promise<RunFiles | null> {
  return describeFiles(await logFiles(folder));
}

/**
 * @param folder of the run.
 * @param before what was read before, which is given back when nothing has changed.
 * @returns `null` when there is no log.
 */
export async function readRun(folder: string, before: RunReading | null = null): Promise<RunReading | null> {
  const files = await logFiles(folder);
  const described = describeFiles(files);
  if (described === null) {
    return null;
  }
  // A process may have ended without a word in its log.
  if (before !== null && before.signature === described.signature && before.summary.status !== 'running') {
    return before;
  }
  const run = new Run(basename(folder));
  let whole = true;
  let steps = true;
  for (const { name, size, modified } of files.filter(isLog)) {
    const producer = run.producer(basename(name, LOG_ENDING));
    const read = await readEnds(join(folder, name), size, producer).catch(() => ({ whole: false, steps: true }));
    whole &&= read.whole;
    steps &&= read.steps;
    if (isDead(producer, modified)) {
      producer.lose();
    }
  }
  const about = files.every(isLog) ? NO_ABOUT : await readAbout(folder);
  return { ...described, summary: summarise(run, whole, steps), about };
}

function describeFiles(files: readonly LogFile[]): RunFiles | null {
  const logs = files.filter(isLog);
  return logs.length === 0
    ? null
    : {
        modified: Math.max(...logs.map(({ modified }) => modified)),
        bytes: logs.reduce((sum, { size }) => sum + size, 0),
        signature: files.map(({ name, size, modified }) => `${name} ${size} ${modified}`).join('\n'),
      };
}

function isLog({ name }: LogFile): boolean {
  return isProducerLog(name);
}

/** The logs of producers, and the control log. */
async function logFiles(folder: string): Promise<readonly LogFile[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name === CONTROL_LOG || isProducerLog(name));
  const files = await Promise.all(
    names.sort().map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => null);
      return found === null ? null : { name, size: found.size, modified: found.mtimeMs / 1000 };
    }),
  );
  return files.filter((file) => file !== null);
}

async function readEnds(path: string, size: number, producer: Producer): Promise<{ whole: boolean; steps: boolean }> {
  const file = await open(path, 'r');
  try {
    if (size <= 2 * END_BYTES) {
      new LogReader(producer, byteDecoders).push(await readBytes(file, 0, size));
      return { whole: true, steps: true };
    }
    new LogReader(producer, byteDecoders).push(await readBytes(file, 0, END_BYTES));
    const sink = new TailSink(producer);
    const tail = await readTail(file, size);
    new LogReader(sink, byteDecoders, size - tail.length).push(tail);
    return { whole: false, steps: !sink.counted };
  } finally {
    await file.close();
  }
}

/** The last lines, beginning with a whole one. */
async function readTail(file: FileHandle, size: number): Promise<Uint8Array> {
  for (let length = END_BYTES; ; length = Math.min(4 * length, MOST_BYTES)) {
    const start = Math.max(END_BYTES, size - length);
    const bytes = await readBytes(file, start, size - start);
    if (length >= MOST_BYTES || start === END_BYTES || linesIn(bytes) >= ENOUGH_LINES) {
      return bytes.subarray(bytes.indexOf(NEWLINE) + 1);
    }
  }
}

async function readBytes(file: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
  return buffer.subarray(0, bytesRead);
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0 && lines < ENOUGH_LINES; at = bytes.indexOf(NEWLINE, at + 1)) {
    lines += 1;
  }
  return lines;
}

/** Notices plain rows without a step, whose steps count from the beginning of the log. */
class TailSink implements RecordSink {
  counted = false;

  constructor(private readonly producer: Producer) {}

  record(record: LogRecord, offset: number): void {
    this.counted ||= record.type === 'row' && record.step === null;
    this.producer.record(record, offset);
  }

  unknown(): void {
    this.producer.unknown();
  }

  refused(): void {
    // What is counted of a part says nothing of the whole.
  }
}
