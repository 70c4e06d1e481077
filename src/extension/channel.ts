/** The one way from the host to a page and back: nothing else calls `postMessage`. */
import type * as vscode from 'vscode';
import type { MissingChunk } from '../common/derivation';
import type { Feed } from '../common/feed';
import type { FigureChoices } from '../common/figure-choices';
import { readPageMessage } from '../common/page-message';
import type { Action } from '../common/protocol';

export interface ChannelEvents {
  /** The page has drawn what it was sent. */
  drawn(): void;
  /** The page would show more if these were read again. */
  missing(chunks: readonly MissingChunk[]): void;
  /** The user arranged the figure or chose another way to read it. */
  chosen(choices: FigureChoices): void;
  /** The user pressed a button that the editor answers. */
  action(action: Action['action']): void;
  /** The user wants to see a line of a file, or of a cell, that printed text names. */
  open(path: string, line: number): void;
  /** The page reports an error, or says what it must not. */
  trouble(message: string): void;
}

export class Channel {
  private readonly sent = { messages: 0 };

  /** @param feed decides what is sent; the channel carries it. */
  constructor(
    private readonly webview: vscode.Webview,
    private readonly feed: Feed,
    private readonly events: ChannelEvents,
  ) {}

  /** Messages posted so far. */
  get messages(): number {
    return this.sent.messages;
  }

  /** Posts what is due. To be called whenever that may have changed; cheap when nothing has. */
  pump(): void {
    const message = this.feed.next(performance.now());
    if (message !== null) {
      this.sent.messages += 1;
      void this.webview.postMessage(message);
    }
    const missing = this.feed.takeMissing();
    if (missing.length > 0) {
      this.events.missing(missing);
    }
  }

  /** Takes a message of the page. */
  receive(value: unknown): void {
    const message = readPageMessage(value);
    switch (message?.type) {
      case undefined:
        this.events.trouble('The page sent a message of a wrong shape.');
        return;
      case 'ready':
        this.feed.ready(message.page);
        break;
      case 'credit':
        this.feed.credit(message);
        this.events.drawn();
        break;
      case 'viewport':
        this.feed.viewport(message);
        break;
      case 'filter':
        this.feed.filterMetrics(message.page, message.text);
        break;
      case 'choices':
        this.events.chosen(message.choices);
        break;
      case 'action':
        this.events.action(message.action);
        break;
      case 'open':
        this.events.open(message.path, message.line);
        break;
      case 'trouble':
        this.events.trouble(message.message);
        break;
    }
    this.pump();
  }
}
