import type { RunDescription, RunStatus } from '../common/protocol';
import { statusWord } from '../common/status-word';
import { counted, t } from '../common/words';
import { codicon, type CodiconName } from './codicon';
import { element, setText } from './dom';
import { Toolbar } from './toolbar';

/** Each status has a shape and a word of its own, so that it can be told without colour. */
const ICONS: Readonly<Record<RunStatus, CodiconName>> = {
  running: 'play',
  finished: 'pass',
  failed: 'error',
  interrupted: 'debug-stop',
  lost: 'question',
};
/** What the buttons leave to the title and the status, in CSS pixels. */
const TITLE_ROOM = 110;

/** The shape that stands for a status. */
export function statusIcon(status: RunStatus): SVGElement {
  return codicon(ICONS[status]);
}

/** The line on top of a panel: which figure of which run, how it fares, and the panel's buttons. */
export class Header {
  readonly element = element('header', 'header');
  /** The panel's buttons, in the order in which they were added. */
  readonly toolbar = new Toolbar(t('Panel'));
  private readonly title = element('h1', 'figure-title');
  private readonly run = element('span', 'run-name');
  private readonly status = element('span', 'status');
  private readonly points = element('span', 'points');

  constructor() {
    this.status.setAttribute('role', 'status');
    this.element.append(this.title, this.run, this.status, this.points, this.toolbar.element);
    new ResizeObserver(([entry]) => {
      if (entry !== undefined) this.toolbar.setWidth(entry.contentRect.width - TITLE_ROOM);
    }).observe(this.element);
  }

  /** The figure, and the runs that it is of. */
  get titleWords(): string {
    return [this.title, this.run].map((box) => box.textContent).join(' · ');
  }

  setTitle(title: string): void {
    setText(this.title, title);
    this.title.title = title;
  }

  /** @param others the runs that are drawn over this one. */
  setRun(run: RunDescription, others: readonly RunDescription[]): void {
    const own = others.length === 0 ? run.name : t('{0} and {1} more', run.name, others.length);
    const name = run.project === '' ? own : `${run.project} / ${own}`;
    setText(this.run, name);
    this.run.title = name;
    const points = others.reduce((total, other) => total + other.points, run.points);
    setText(this.points, counted(points, '{0} point', '{0} points'));
    // Of several runs it is said whether one goes on; how each fares is in the strip of runs.
    const { status } = [run, ...others].find((one) => one.status === 'running') ?? run;
    if (this.status.dataset['status'] === status) return;
    const word = statusWord(status);
    this.status.dataset['status'] = status;
    this.status.title = word;
    this.status.replaceChildren(statusIcon(status), element('span', 'status-word', word));
  }
}
