/** The page of a panel: connects what the host says with what is shown. */
import type { ChartViewport } from '../common/protocol';
import { readTranslations, setTranslations, t } from '../common/words';
import './page.css';
import './compare.css';
import './progress.css';
import './raw-points.css';
import { Exchange } from './exchange';
import { DrawingDesk } from './export/drawings';
import { Host } from './host';
import { Painter } from './painter';
import { Panel } from './panel';
import { currentTheme, watchTheme } from './theme';
import { registerControls } from './toolkit';
import { Troubles } from './troubles';
import { SavedState } from './view-state';

function start(root: HTMLElement): void {
  const host = new Host();
  const troubles = new Troubles(
    (message) => panel.showTrouble(message),
    (message) => host.send({ type: 'trouble', message }),
  );
  registerControls();
  const painter = new Painter(() => paint());
  const panel = new Panel(root, new SavedState(host), currentTheme(), {
    requestDraw: () => painter.request(),
    compare: () => host.send({ type: 'action', action: 'compare' }),
    stop: () => host.send({ type: 'action', action: 'stop' }),
    control: (name, value) => host.send({ type: 'control', name, value }),
    choose: (text) => host.send({ type: 'filter', text }),
    chosen: (choices, revision) => {
      const generation = exchange.position?.generation ?? 0;
      host.send({ type: 'choices', generation, revision, choices });
    },
    ask: (question) => host.send({ type: 'question', generation: exchange.position?.generation ?? 0, ...question }),
    open: (path, line) => host.send({ type: 'open', path, line }),
    export: (format, chart) => host.send({ type: 'export', format, chart }),
    copy: (chart) => void desk.copy(chart).catch((error: unknown) => panel.showTrouble(notCopied(error))),
  });
  const desk = new DrawingDesk(host, panel);
  troubles.watch();
  const exchange = new Exchange(host, {
    snapshot: (snapshot) => {
      painter.request();
      panel.showSnapshot(snapshot);
    },
    frame: (frame, blocks) => {
      painter.request();
      panel.showFrame(frame, blocks);
    },
    answer: (answer) => panel.takePoints(answer),
    draw: (request) => void desk.answer(request),
    trouble: (message) => troubles.tell(message),
  });
  let told = '';

  /** Draws, says how wide the charts have become, and gives the host leave to send the next frame. */
  async function paint(): Promise<void> {
    const position = exchange.position;
    for (const error of await panel.draw()) troubles.tell(error);
    if (position === undefined) return;
    tellViewport(position.generation, panel.viewports());
    root.dataset['sequence'] = String(position.sequence);
    exchange.credit(position);
  }

  function tellViewport(generation: number, charts: ChartViewport[]): void {
    const telling = JSON.stringify([generation, charts]);
    if (telling === told) return;
    told = telling;
    host.send({ type: 'viewport', generation, charts });
  }

  watchTheme((theme) => panel.setTheme(theme));
  watchDensity(() => panel.rescale());
  exchange.start();
}

/** Why a picture is not in the clipboard, and what to do instead. */
function notCopied(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return t('The image was not copied: {0} Export it as PNG instead.', reason);
}

/** Calls `changed` when the window moves to a screen with other pixels, or the editor's zoom changes. */
function watchDensity(changed: () => void): void {
  const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  const onChange = () => {
    changed();
    watchDensity(changed);
  };
  query.addEventListener('change', onChange, { once: true });
}

const root = document.getElementById('sideplot');
if (root !== null) {
  setTranslations(readTranslations(root.dataset['translations']));
  delete root.dataset['translations'];
  start(root);
}
