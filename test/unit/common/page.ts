/** A page as the host sees it, for tests: it keeps what the messages tell with the page's own code. */
import assert from 'node:assert/strict';
import type { Feed } from '../../../src/common/feed';
import { decodeFrame } from '../../../src/common/frame';
import type {
  Frame,
  GapMark,
  HostToPage,
  Marker,
  PanelIdentity,
  RunDescription,
  Snapshot,
  TextLine,
} from '../../../src/common/protocol';
import { SeriesData } from '../../../src/webview/series';

export const IDENTITY: PanelIdentity = { run: 'run-1', others: [], figure: null, file: null };

/** A page: applies what comes in order, acknowledges it, and starts over when something is missing. */
export class Page {
  generation = -1;
  sequence = 0;
  snapshots = 0;
  figure: Snapshot['figure'] | null = null;
  run: RunDescription | null = null;
  text: TextLine[] = [];
  charts: SeriesData[][] = [];
  markers: Marker[] = [];
  gaps: readonly GapMark[] = [];
  leftOut: readonly string[] = [];

  constructor(
    readonly feed: Feed,
    readonly id: string,
  ) {
    feed.ready(id);
  }

  /** @returns whether the message was taken; else the page has asked for a snapshot. */
  receive(message: HostToPage): boolean {
    if (message.type === 'snapshot') {
      this.takeSnapshot(message);
      return true;
    }
    if (message.generation !== this.generation || message.sequence !== this.sequence + 1) {
      this.feed.ready(this.id);
      return false;
    }
    this.sequence = message.sequence;
    this.text.push(...(message.text ?? []));
    this.run = message.run ?? this.run;
    this.markers.push(...(message.markers ?? []));
    this.gaps = message.gaps ?? this.gaps;
    this.leftOut = message.leftOut ?? this.leftOut;
    for (const block of decodeFrame(message.buffer)) {
      const data = this.charts[block.chart]?.[block.series];
      assert.ok(data, 'a block is of a series that the snapshot has');
      data.apply(block);
    }
    return true;
  }

  credit(): void {
    this.feed.credit({ type: 'credit', page: this.id, generation: this.generation, sequence: this.sequence });
  }

  zoom(chart: string, width: number, domain: readonly [number, number] | null): void {
    const charts = [{ chart, width, domain }];
    this.feed.viewport({ type: 'viewport', page: this.id, generation: this.generation, charts });
  }

  /** Takes all that the feed has to tell. */
  catchUp(): number {
    let messages = 0;
    for (let message = this.feed.next(); message !== null; message = this.feed.next()) {
      messages += 1;
      assert.ok(messages < 1000, 'the feed comes to an end');
      if (this.receive(message)) {
        this.credit();
      }
    }
    return messages;
  }

  private takeSnapshot(snapshot: Snapshot): void {
    assert.equal(snapshot.page, this.id);
    assert.ok(snapshot.generation > this.generation);
    this.snapshots += 1;
    this.generation = snapshot.generation;
    this.sequence = 0;
    this.figure = snapshot.figure;
    this.run = snapshot.run;
    this.text = [...snapshot.text];
    const curves = snapshot.choices.reading.smoothing > 0 ? [0, 1] : [0];
    this.charts = snapshot.figure.charts.map(({ series }) => curves.flatMap(() => series.map(() => new SeriesData())));
    this.markers = [];
    this.gaps = [];
    this.leftOut = [];
  }
}

export function frame(message: HostToPage | null): Frame {
  assert.ok(message?.type === 'frame');
  return message;
}

export function snapshot(message: HostToPage | null): Snapshot {
  assert.ok(message?.type === 'snapshot');
  return message;
}

/** How many entries each series of each chart has. */
export function counts(page: Page): number[][] {
  return page.charts.map((chart) => chart.map(({ count }) => count));
}
