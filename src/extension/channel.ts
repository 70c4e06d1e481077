/** The one way from the host to a page and back: nothing else calls `postMessage`. */
import type * as vscode from 'vscode';
import { Drawings, type DrawingWish } from '../common/drawings';
import type { Feed } from '../common/feed';
import type { FigureChoices } from '../common/figure-choices';
import type { Missing } from '../common/missing';
import { readPageMessage } from '../common/page-message';
import { PageWatch } from '../common/page-watch';
import { PointQuestions, type SoughtPoint } from '../common/point-questions';
import type { Action, Export, Ping, SetControl } from '../common/protocol';
import { t } from '../common/words';

export interface ChannelEvents {
  /** The page has drawn what it was sent. */
  drawn(): void;
  /** The page would show more if these were read again. */
  missing(what: readonly Missing[]): void;
  /** Reads points from the logs that the page asked for. @returns those that were found. */
  readPoints(sought: readonly SoughtPoint[], isWanted: () => boolean): Promise<readonly SoughtPoint[]>;
  /** The user arranged the figure or chose another way to read it. */
  chosen(choices: FigureChoices): void;
  /** The user pressed a button that the editor answers. */
  action(action: Action['action']): void;
  /** The user has moved a control of the main run. */
  control(change: SetControl): void;
  /** The user wants to see a line of a file, or of a cell, that printed text names. */
  open(path: string, line: number): void;
  /** The user wants to take something away. */
  export(wish: Export): void;
  /** The page does not answer (`true`), or does again. */
  hangs(hangs: boolean): void;
  /** The page reports an error, or says what it must not. */
  trouble(message: string): void;
}

const LOOK_MILLISECONDS = 1000;

export class Channel {
  private readonly sent = { messages: 0 };
  private readonly drawings = new Drawings();
  private turn: NodeJS.Immediate | undefined;
  private readonly watch = new PageWatch();
  private timer: NodeJS.Timeout | undefined;
  private readonly questions: PointQuestions;

  /** @param feed decides what is sent; the channel carries it. */
  constructor(
    private readonly webview: vscode.Webview,
    private readonly feed: Feed,
    private readonly events: ChannelEvents,
  ) {
    this.questions = new PointQuestions({
      seek: (question) => feed.seek(question),
      read: (sought, isWanted) => events.readPoints(sought, isWanted),
      hears: (page) => feed.listener === page,
      tell: (answer) => {
        this.sent.messages += 1;
        void webview.postMessage(answer);
      },
    });
  }

  /** Messages posted so far. */
  get messages(): number {
    return this.sent.messages;
  }

  /** Posts what is due. To be called whenever that may have changed; cheap when nothing has. */
  pump(): void {
    const message = this.feed.next(performance.now(), () => performance.now());
    if (message !== null) {
      this.sent.messages += 1;
      void this.webview.postMessage(message);
      this.timer ??= setTimeout(() => this.look(), LOOK_MILLISECONDS);
    }
    const missing = this.feed.takeMissing();
    if (missing.length > 0) {
      this.events.missing(missing);
    }
    if (this.feed.wantsTurn && this.turn === undefined) {
      this.turn = setImmediate(() => {
        this.turn = undefined;
        this.pump();
      });
    }
  }

  /** Has the page draw a picture. Rejects when it cannot, with the reason in words for the user. */
  draw(wish: DrawingWish): Promise<Uint8Array> {
    const page = this.feed.listener;
    if (page === null) {
      return Promise.reject(new Error(t('The panel is not visible.')));
    }
    const { message, bytes } = this.drawings.request(page, wish);
    this.sent.messages += 1;
    void this.webview.postMessage(message);
    return bytes;
  }

  /** The page is hidden, gone or does not answer. */
  abandonDrawings(reason: string): void {
    this.drawings.abandon(reason);
  }

  /** Looks after a page that was sent something, until it has drawn it. */
  private look(): void {
    this.timer = undefined;
    const page = this.feed.listener;
    if (page === null) {
      this.watch.reset();
      return;
    }
    const doubt = this.watch.look(performance.now(), this.feed.waitingSince);
    if (doubt === 'ask') {
      const ping: Ping = { type: 'ping', page };
      void this.webview.postMessage(ping);
    } else if (doubt === 'hangs') {
      this.events.hangs(true);
    }
    if (this.feed.waitingSince !== null) {
      this.timer = setTimeout(() => this.look(), LOOK_MILLISECONDS);
    }
  }

  /** Takes a message of the page. */
  receive(value: unknown): void {
    if (this.watch.hear(performance.now())) {
      this.events.hangs(false);
    }
    const message = readPageMessage(value);
    switch (message?.type) {
      case undefined:
        this.events.trouble('The page sent a message of a wrong shape.');
        return;
      case 'ready':
        this.drawings.abandon(t('The panel was loaded again.'));
        this.feed.ready(message.page);
        break;
      case 'pong':
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
        if (this.feed.hearChoices(message)) {
          this.events.chosen(message.choices);
        }
        break;
      case 'action':
        this.events.action(message.action);
        break;
      case 'control':
        this.events.control(message);
        break;
      case 'open':
        this.events.open(message.path, message.line);
        break;
      case 'question':
        void this.questions.ask(message);
        break;
      case 'drawing':
        this.drawings.receive(message);
        break;
      case 'noDrawing':
        this.drawings.refuse(message);
        break;
      case 'export':
        this.events.export(message);
        break;
      case 'trouble':
        this.events.trouble(message.message);
        break;
    }
    this.pump();
  }
}
