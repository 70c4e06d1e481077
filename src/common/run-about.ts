/** What the user says about a run, from the `about` records of its control log: of each key the last one counts. */
import type { RecordSink } from './log-reader';
import type { AboutRecord, LogRecord } from './record';
import { shorten } from './shorten';

/** The longest name that a user gives, in characters. */
export const MAX_ABOUT_NAME = 200;
/** The longest note, in characters. */
export const MAX_ABOUT_NOTE = 10_000;

export interface RunAbout {
  /** Empty: the run has the name that its program gave it. */
  readonly name: string;
  /** Index into the palette; `null`: chosen by the editor. */
  readonly colour: number | null;
  readonly pinned: boolean;
  readonly note: string;
  readonly archived: boolean;
}

/** Nothing was said. */
export const NO_ABOUT: RunAbout = { name: '', colour: null, pinned: false, note: '', archived: false };

/** What holds after one more record. */
export function withAbout(before: RunAbout, { name, colour, pinned, note, archived }: AboutRecord): RunAbout {
  return {
    name: name === null ? before.name : shorten(name, MAX_ABOUT_NAME),
    colour: colour === null ? before.colour : colour < 0 ? null : colour,
    pinned: pinned ?? before.pinned,
    note: note === null ? before.note : shorten(note, MAX_ABOUT_NOTE),
    archived: archived ?? before.archived,
  };
}

/** Reads a control log; its other records are for programs. */
export class AboutReader implements RecordSink {
  about = NO_ABOUT;

  /** The log was cut: it is read again from its start. */
  forget(): void {
    this.about = NO_ABOUT;
  }

  record(record: LogRecord): void {
    if (record.type === 'about') {
      this.about = withAbout(this.about, record);
    }
  }

  unknown(): void {
    // A request to the program.
  }

  refused(): void {
    // Nobody can be told of it in a way that helps: this log is written by editors.
  }
}
