import type { PageToHost } from '../common/protocol';

/** What VS Code gives to a webview's page. */
interface EditorApi {
  postMessage(message: PageToHost): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** A message to the host, without the page's id. */
export type Outgoing = PageToHost extends infer Message
  ? Message extends PageToHost
    ? Omit<Message, 'page'>
    : never
  : never;

/** The host of this page: the extension, reached through VS Code. */
export class Host {
  /** Minted with each load of the document. */
  readonly page = crypto.randomUUID();
  private readonly api = acquireVsCodeApi();

  /** Calls `receive` with the data of each message, whatever it is. */
  listen(receive: (message: unknown) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => receive(event.data));
  }

  send(message: Outgoing): void {
    this.api.postMessage({ ...message, page: this.page });
  }

  get state(): unknown {
    return this.api.getState();
  }

  set state(state: unknown) {
    this.api.setState(state);
  }
}
