import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { DEFAULT_CHOICES } from '../../../src/common/figure-choices';
import { type Block, encodeFrame } from '../../../src/common/frame';
import type {
  ChartDescription,
  DrawRequest,
  Frame,
  PageToHost,
  Ping,
  PointAnswer,
  RunDescription,
  Snapshot,
} from '../../../src/common/protocol';
import { styleOfSeries } from '../../../src/common/series-style';
import type { Translations } from '../../../src/common/words';
import { escaped } from '../../../src/extension/escaped';
import { themeVariables, type ThemeName } from './themes';

const DIST = resolve(process.env['SIDEPLOT_DIST'] ?? 'dist');
const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Generous, as several suites may share the machine. */
const DEADLINE = 30_000;
const NONCE = 'dGVzdCBub25jZQ';

/** What the page's script sees as the editor, and what it did that a test must know. */
interface Recorded {
  messages: PageToHost[];
  violations: string[];
  state: unknown;
}

declare global {
  interface Window {
    recorded: Recorded;
  }
}

/** Starts Chromium; the executable is `$SIDEPLOT_CHROMIUM` or the first one found. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['SIDEPLOT_CHROMIUM'] ?? BROWSERS.find(existsSync);
  if (executablePath === undefined) throw new Error('No Chromium was found: name one in SIDEPLOT_CHROMIUM.');
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

export interface PanelOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly theme?: ThemeName;
  /** What the page finds in `getState`. */
  readonly state?: unknown;
  /** The page's words in another language. */
  readonly translations?: Translations;
}

/** The built page of a panel in a browser, and the host's side of the protocol. */
export class PagePanel {
  generation = 0;
  private requests = 0;
  sequence = 0;

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly server: Server,
  ) {}

  /** Opens the page as a panel would, under the same content security policy. */
  static async open(browser: Browser, options: PanelOptions = {}): Promise<PagePanel> {
    const server = await serve(options.theme ?? 'vscode-dark', options.translations ?? {});
    const { port } = server.address() as AddressInfo;
    const context = await browser.newContext({
      viewport: { width: options.width ?? 800, height: options.height ?? 500 },
      deviceScaleFactor: options.scale ?? 1,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(DEADLINE);
    await page.addInitScript(recordHost, options.state ?? null);
    await page.goto(`http://127.0.0.1:${port}/`);
    const panel = new PagePanel(page, context, server);
    await panel.message('ready');
    return panel;
  }

  async close(): Promise<void> {
    await this.context.close();
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  /** Sends any message, with the buffer of a frame or an answer if given. */
  async send(
    message: Partial<Snapshot> | Partial<Omit<Frame, 'buffer'>> | Omit<PointAnswer, 'buffer'> | DrawRequest | Ping,
    buffer?: ArrayBuffer,
  ): Promise<void> {
    const packed = buffer === undefined ? null : Buffer.from(buffer).toString('base64');
    await this.page.evaluate(
      ([plain, base64]) => {
        const bytes = base64 === null ? undefined : Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        window.postMessage(bytes === undefined ? plain : { ...plain, buffer: bytes.buffer });
      },
      [message, packed] as const,
    );
  }

  /** Sends a snapshot of a new generation and waits until the page has taken it in. */
  async snapshot(charts: readonly ChartDescription[], change: SnapshotChange = {}): Promise<void> {
    this.generation += 1;
    this.sequence = 0;
    const { figure, run, ...rest } = change;
    const told = (await this.messages()).flatMap((message) => (message.type === 'choices' ? [message.revision] : []));
    const snapshot: Snapshot = {
      type: 'snapshot',
      page: (await this.message('ready')).page,
      generation: this.generation,
      identity: { run: 'run-1', others: [], figure: null, file: null },
      figure: { title: 'Training', charts, hiddenCharts: 0, hidden: [], filter: '', ...figure },
      run: { ...RUN, ...run },
      others: [],
      configs: [],
      choices: DEFAULT_CHOICES,
      revision: told.at(-1) ?? 0,
      metrics: [],
      text: [],
      earlierLines: 0,
      ...rest,
    };
    await this.send(snapshot);
    await this.credit(this.generation, 0);
  }

  /** Sends the next frame and waits until the page has drawn it. */
  async frame(blocks: readonly Block[], change: Partial<Omit<Frame, 'type' | 'buffer'>> = {}): Promise<void> {
    this.sequence += 1;
    const { generation, sequence } = this;
    await this.send({ type: 'frame', generation, sequence, ...change }, encodeFrame(blocks));
    await this.credit(generation, sequence);
  }

  /** Has the page draw a picture, and puts its parts together. Rejects with the reason when it does not. */
  async draw(kind: DrawRequest['kind'], chart: string | null, light = false): Promise<Buffer> {
    const request = (this.requests += 1);
    const { page } = await this.message('ready');
    await this.send({ type: 'draw', page, request, kind, chart, light });
    const answer = await this.page.waitForFunction((wanted) => {
      const all = window.recorded.messages.filter((one) => 'request' in one && one.request === wanted);
      const [refusal] = all.filter((one) => one.type === 'noDrawing');
      if (refusal?.type === 'noDrawing') return { reason: refusal.reason, base64: '' };
      const parts = all.flatMap((one) => (one.type === 'drawing' ? [one] : []));
      if (parts.length === 0 || parts.length < (parts[0]?.parts ?? 1)) return null;
      const bytes = parts.flatMap((one) => [...new Uint8Array(one.bytes)]);
      let text = '';
      for (let from = 0; from < bytes.length; from += 8192)
        text += String.fromCharCode(...bytes.slice(from, from + 8192));
      return { reason: null, base64: btoa(text) };
    }, request);
    const { reason = null, base64 = '' } = (await answer.jsonValue()) ?? {};
    if (reason !== null) throw new Error(reason);
    return Buffer.from(base64, 'base64');
  }

  /** Waits for the credit of a message. */
  async credit(generation: number, sequence: number): Promise<void> {
    await this.page.waitForFunction(
      ([wantedGeneration, wantedSequence]) =>
        window.recorded.messages.some(
          (message) =>
            message.type === 'credit' && message.generation === wantedGeneration && message.sequence === wantedSequence,
        ),
      [generation, sequence] as const,
    );
  }

  /** All messages of the page so far. */
  messages(): Promise<PageToHost[]> {
    return this.page.evaluate(() => window.recorded.messages);
  }

  /** Waits for message number `count` of a type and returns it. */
  async message<Type extends PageToHost['type']>(type: Type, count = 1): Promise<Extract<PageToHost, { type: Type }>> {
    await this.page.waitForFunction(
      ([wanted, least]) => window.recorded.messages.filter((message) => message.type === wanted).length >= least,
      [type, count] as const,
    );
    const all = (await this.messages()).filter((message) => message.type === type);
    return all[count - 1] as Extract<PageToHost, { type: Type }>;
  }

  /** What the content security policy refused. */
  violations(): Promise<string[]> {
    return this.page.evaluate(() => window.recorded.violations);
  }

  /** What the page remembers over a reload. */
  state(): Promise<unknown> {
    return this.page.evaluate(() => window.recorded.state);
  }

  /** Changes the theme as the editor does: without a reload. */
  async setTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(
      ([name, variables]) => {
        for (const [variable, value] of variables) document.documentElement.style.setProperty(variable, value);
        document.body.className = name;
      },
      [theme, Object.entries(themeVariables[theme])] as const,
    );
  }
}

type Changeable =
  'text' | 'earlierLines' | 'generation' | 'identity' | 'others' | 'configs' | 'choices' | 'revision' | 'metrics';

export interface SnapshotChange extends Partial<Pick<Snapshot, Changeable>> {
  readonly figure?: Partial<Snapshot['figure']>;
  readonly run?: Partial<RunDescription>;
}

const RUN: RunDescription = {
  id: 'run-1',
  name: 'brave-fox',
  project: 'mnist',
  status: 'running',
  error: '',
  start: 1795371539,
  points: 1234,
  problems: {},
  colour: null,
};

/** A chart with these series labels, each with a short id. */
export function chartOf(
  title: string,
  labels: readonly string[],
  change: Partial<ChartDescription> = {},
): ChartDescription {
  const series = labels.map((label, index) => ({
    ...{ id: `s${index}`, label, unit: '', metric: label, run: 0 },
    ...styleOfSeries(index),
  }));
  return { id: `chart ${title}`, title, series, hiddenSeries: 0, ...change };
}

/** A block of points that replaces all of a series. */
export function points(chart: number, series: number, x: readonly number[], y: readonly number[], from = 0): Block {
  const finite = x.filter(Number.isFinite);
  return {
    ...{ chart, series, kind: 'points', from, count: x.length, width: 0 },
    low: Math.min(...finite, from > 0 ? 0 : Infinity),
    high: Math.max(...finite),
    values: [Float64Array.from(x), Float64Array.from(y)],
  };
}

/** One column of a block: its number, minimum, maximum, first and last value. */
export type Column = readonly [number: number, minimum: number, maximum: number, first: number, last: number];

/** A block of columns that replaces all of a series. */
export function columns(chart: number, series: number, width: number, given: readonly Column[]): Block {
  const field = (index: number) => Float64Array.from(given, (column) => column[index] ?? NaN);
  const numbers = given.map(([number]) => number);
  return {
    ...{ chart, series, kind: 'columns', from: 0, count: given.length, width },
    low: Math.min(...numbers) * width,
    high: (Math.max(...numbers) + 1) * width,
    values: [0, 1, 2, 3, 4].map(field),
  };
}

/** Stands for the editor in the page; runs before the page's own script. */
function recordHost(state: unknown): void {
  const recorded: Recorded = { messages: [], violations: [], state };
  window.recorded = recorded;
  document.addEventListener('securitypolicyviolation', (event) => {
    recorded.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
  });
  const api = {
    postMessage: (message: PageToHost) => recorded.messages.push(structuredClone(message)),
    getState: () => recorded.state,
    setState: (next: unknown) => {
      recorded.state = structuredClone(next);
    },
  };
  Object.assign(window, { acquireVsCodeApi: () => api });
}

async function serve(theme: ThemeName, translations: Translations): Promise<Server> {
  const server = createServer((request, response) => {
    const source = `http://${request.headers.host ?? ''}`;
    if (request.url === '/page.js') answer('text/javascript', readFileSync(resolve(DIST, 'page.js')));
    else if (request.url === '/page.css') answer('text/css', readFileSync(resolve(DIST, 'page.css')));
    else answer('text/html', documentOf(source, theme, translations));

    function answer(type: string, body: string | Buffer): void {
      response.setHeader('Content-Type', `${type}; charset=utf-8`);
      response.end(body);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

/** The document of a panel, with the editor's theme variables as a nonced style. */
function documentOf(source: string, theme: ThemeName, translations: Translations): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${NONCE}'`,
    `style-src 'nonce-${NONCE}' ${source}`,
    `img-src ${source} data: blob:`,
    `font-src ${source}`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const variables = Object.entries(themeVariables[theme]).map(([name, value]) => `${name}: ${value};`);
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta property="csp-nonce" content="${NONCE}" />
    <title>Sideplot</title>
    <link rel="icon" href="data:," />
    <style nonce="${NONCE}">:root { ${variables.join(' ')} }</style>
    <link rel="stylesheet" href="page.css" />
  </head>
  <body class="${theme}">
    <div id="sideplot" data-translations="${escaped(JSON.stringify(translations))}"></div>
    <script nonce="${NONCE}" src="page.js"></script>
  </body>
</html>`;
}
