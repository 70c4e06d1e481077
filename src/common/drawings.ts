/** Pictures that the host has asked a page for: each comes in parts, which are put together here. */
import type { Drawing, DrawRequest, NoDrawing } from './protocol';
import { t } from './words';

/** The largest part of a picture, in bytes: a message must not hold up the others. */
export const MAX_PART_BYTES = 1024 * 1024;
/** So many parts are taken of one picture. */
export const MAX_PARTS = 96;

export type DrawingWish = Pick<DrawRequest, 'kind' | 'chart' | 'light'>;

interface Pending {
  readonly page: string;
  readonly parts: Uint8Array[];
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

export class Drawings {
  private count = 0;
  private readonly pending = new Map<number, Pending>();

  /** @returns what to tell the page, and the bytes of its answer; that promise is rejected when the page cannot draw it. */
  request(page: string, wish: DrawingWish): { readonly message: DrawRequest; readonly bytes: Promise<Uint8Array> } {
    this.count += 1;
    const request = this.count;
    const bytes = new Promise<Uint8Array>((resolve, reject) => {
      this.pending.set(request, { page, parts: [], resolve, reject });
    });
    return { message: { type: 'draw', page, request, ...wish }, bytes };
  }

  /** A part has come. Parts come in order; what nobody asked for is passed over. */
  receive({ page, request, part, parts, bytes }: Drawing): void {
    const pending = this.pending.get(request);
    if (pending?.page !== page) {
      return;
    }
    if (part !== pending.parts.length) {
      this.fail(request, t('A part of the picture is missing.'));
      return;
    }
    pending.parts.push(new Uint8Array(bytes));
    if (pending.parts.length === parts) {
      this.pending.delete(request);
      pending.resolve(joined(pending.parts));
    }
  }

  /** The page cannot draw it, and says why. */
  refuse({ page, request, reason }: NoDrawing): void {
    if (this.pending.get(request)?.page === page) {
      this.fail(request, reason);
    }
  }

  /** No answer will come to what was asked so far. */
  abandon(reason: string): void {
    [...this.pending.keys()].forEach((request) => this.fail(request, reason));
  }

  private fail(request: number, reason: string): void {
    this.pending.get(request)?.reject(new Error(reason));
    this.pending.delete(request);
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
