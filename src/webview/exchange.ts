import { type Block, decodeFrame } from '../common/frame';
import type { DrawRequest, Frame, PointAnswer, Snapshot } from '../common/protocol';
import { t } from '../common/words';
import type { Host } from './host';

/** At most this many new starts within this many milliseconds: a host that keeps sending nonsense must not keep the page busy. */
const STARTS = 3;
const STARTS_PERIOD = 10_000;

/** What the page does with messages that come in order. May throw: then the page starts over. */
export interface Receiver {
  snapshot(snapshot: Snapshot): void;
  frame(frame: Frame, blocks: readonly Block[]): void;
  /** The host tells points that were asked for. */
  answer(answer: PointAnswer): void;
  /** The host wants a picture. */
  draw(request: DrawRequest): void;
  trouble(message: string): void;
}

/** The place of a message in the conversation. */
export interface Position {
  readonly generation: number;
  readonly sequence: number;
}

/** Keeps the order of snapshots and frames, and asks for a new start when it is lost. */
export class Exchange {
  private generation = -1;
  private sequence = 0;
  /** Whether a snapshot was asked for and has not come. */
  private waiting = true;
  private credited: Position | undefined;
  private readonly starts: number[] = [];
  private timer: number | undefined;

  constructor(
    private readonly host: Host,
    private readonly receiver: Receiver,
  ) {}

  /** Listens, then tells the host so. */
  start(): void {
    this.host.listen((message) => this.receive(message));
    this.restart();
  }

  /** The newest message that was taken in, or nothing before the first. */
  get position(): Position | undefined {
    return this.generation < 0 ? undefined : { generation: this.generation, sequence: this.sequence };
  }

  /** Tells the host that what came up to `position` is drawn. */
  credit(position: Position): void {
    const { generation, sequence } = position;
    if (generation === this.credited?.generation && sequence === this.credited.sequence) return;
    this.credited = position;
    this.host.send({ type: 'credit', generation, sequence });
  }

  private receive(message: unknown): void {
    try {
      if (isSnapshot(message)) this.takeSnapshot(message);
      else if (isFrame(message)) this.takeFrame(message);
      else if (isRecord(message) && message['type'] === 'ping') this.host.send({ type: 'pong' });
      else if (isPointAnswer(message) && message.page === this.host.page) this.receiver.answer(message);
      else if (isDrawRequest(message) && message.page === this.host.page) this.receiver.draw(message);
    } catch (error) {
      this.receiver.trouble(
        t('A message could not be used: {0}', error instanceof Error ? error.message : String(error)),
      );
      this.restart();
    }
  }

  private takeSnapshot(snapshot: Snapshot): void {
    if (snapshot.page !== this.host.page) return;
    this.receiver.snapshot(snapshot);
    this.waiting = false;
    this.generation = snapshot.generation;
    this.sequence = 0;
  }

  private takeFrame(frame: Frame): void {
    if (this.waiting || frame.generation < this.generation) return;
    if (frame.generation === this.generation && frame.sequence <= this.sequence) return;
    if (frame.generation > this.generation || frame.sequence > this.sequence + 1) {
      this.receiver.trouble(
        `Frame ${frame.generation}.${frame.sequence} came after ${this.generation}.${this.sequence}.`,
      );
      this.restart();
      return;
    }
    this.receiver.frame(frame, decodeFrame(frame.buffer));
    this.sequence = frame.sequence;
  }

  /** Asks for a snapshot, at once or as soon as the limit allows. */
  private restart(): void {
    this.waiting = true;
    if (this.timer !== undefined) return;
    const now = performance.now();
    while (this.starts[0] !== undefined && this.starts[0] <= now - STARTS_PERIOD) this.starts.shift();
    const [oldest] = this.starts;
    if (oldest !== undefined && this.starts.length >= STARTS) {
      this.timer = window.setTimeout(
        () => {
          this.timer = undefined;
          this.restart();
        },
        oldest + STARTS_PERIOD - now,
      );
      return;
    }
    this.starts.push(now);
    this.host.send({ type: 'ready' });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isSnapshot(message: unknown): message is Snapshot {
  return isRecord(message) && message['type'] === 'snapshot' && Number.isSafeInteger(message['generation']);
}

function isFrame(message: unknown): message is Frame {
  return (
    isRecord(message) &&
    message['type'] === 'frame' &&
    Number.isSafeInteger(message['generation']) &&
    Number.isSafeInteger(message['sequence'])
  );
}

function isPointAnswer(message: unknown): message is PointAnswer {
  return isRecord(message) && message['type'] === 'answer' && Number.isSafeInteger(message['request']);
}

function isDrawRequest(message: unknown): message is DrawRequest {
  return isRecord(message) && message['type'] === 'draw' && Number.isSafeInteger(message['request']);
}
