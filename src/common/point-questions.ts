/** Answers a page's questions for points: at once with what is in memory, then with what is read from logs. The newest question wins. */
import type { NearestPoint, Point } from './nearest-point';
import { encodePoints } from './point-answer';
import type { PointAnswer, PointQuestion } from './protocol';
import type { RunSeries } from './run';

/** A point that is looked for. */
export interface SoughtPoint {
  /** Index into the places of the question. */
  readonly place: number;
  /** The series as it was logged. */
  readonly from: RunSeries;
  readonly nearest: NearestPoint;
  /** Whether what is missing of it stands in the log: not so where the points that are drawn are derived from others. */
  readonly isLogged: boolean;
}

export interface PointSource {
  /** Looks in memory for the points of a question; for none when it is not of the picture that the page is to show. */
  seek(question: PointQuestion): readonly SoughtPoint[];
  /** Reads what is missing from the logs, as long as it is wanted. @returns those that were found. */
  read(sought: readonly SoughtPoint[], isWanted: () => boolean): Promise<readonly SoughtPoint[]>;
  /** Whether this page listens. */
  hears(page: string): boolean;
  tell(answer: PointAnswer): void;
}

export class PointQuestions {
  private newest: PointQuestion | null = null;

  constructor(private readonly source: PointSource) {}

  /** Fulfilled when all is told that will be. */
  async ask(question: PointQuestion): Promise<void> {
    this.newest = question;
    const sought = this.source.seek(question);
    const missing = sought.filter(({ nearest }) => nearest.missing !== null);
    this.tell(
      question,
      sought.filter(({ nearest }) => nearest.missing === null),
    );
    const readable = missing.filter(({ isLogged }) => isLogged);
    if (readable.length === 0) {
      return;
    }
    const isWanted = (): boolean => this.newest === question && this.source.hears(question.page);
    const found = await this.source.read(readable, isWanted);
    if (found.length > 0 && isWanted()) {
      this.tell(question, found);
    }
  }

  private tell({ page, request }: PointQuestion, found: readonly SoughtPoint[]): void {
    const points = new Map<number, Point>();
    for (const { place, nearest } of found) {
      if (nearest.point !== null) {
        points.set(place, nearest.point);
      }
    }
    this.source.tell({ type: 'answer', page, request, buffer: encodePoints(points) });
  }
}
