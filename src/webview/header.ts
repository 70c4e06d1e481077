import type { RunDescription, RunStatus } from '../common/protocol';
import { element, icon, setText } from './dom';
import { formatCount } from './number-format';
import { makeIconButton } from './toolkit';

/** Each status has a shape and a word of its own, so that it can be told without colour. */
const STATUS: Readonly<Record<RunStatus, { readonly word: string; readonly path: string; readonly stroked: boolean }>> =
  {
    running: { word: 'running', path: 'M4 3 L13 8 L4 13 Z', stroked: false },
    finished: { word: 'finished', path: 'M3 8.5 L6.5 12 L13 4.5', stroked: true },
    failed: { word: 'failed', path: 'M4 4 L12 12 M12 4 L4 12', stroked: true },
    interrupted: { word: 'interrupted', path: 'M4 4 H12 V12 H4 Z', stroked: false },
    lost: { word: 'lost', path: 'M5.5 6 A2.5 2.5 0 1 1 8 8.5 V10 M8 12 V13.5', stroked: true },
  };
const FLOAT = 'M6.5 3.5 H3 V13 H12.5 V9.5 M9 3 H13 V7 M13 3 L7.5 8.5';
const COMPARE = 'M2.5 12.5 C6 12.5 5 4 8.5 4 S11 8 13.5 8 M2.5 9.5 C5 9.5 6 7 8 9 S11 13 13.5 13';
const TEXT = 'M2.5 3.5 H13.5 V12.5 H2.5 Z M4.5 6 L6.5 8 L4.5 10 M8 10 H11';

/** The word for a status, for people. */
export function statusWord(status: RunStatus): string {
  return STATUS[status].word;
}

/** The shape that stands for a status. */
export function statusIcon(status: RunStatus): SVGSVGElement {
  const { path, stroked } = STATUS[status];
  return icon(path, stroked);
}

export interface HeaderActions {
  float(): void;
  compare(): void;
  toggleText(): void;
}

/** The line on top of a panel: which figure of which run, how it fares, and the panel's buttons. */
export class Header {
  readonly element = element('header', 'header');
  private readonly title = element('h1', 'figure-title');
  private readonly run = element('span', 'run-name');
  private readonly status = element('span', 'status');
  private readonly points = element('span', 'points');
  private readonly textButton: HTMLElement;

  constructor(actions: HeaderActions) {
    this.textButton = makeIconButton('Show Printed Text', icon(TEXT, true), () => actions.toggleText());
    this.textButton.dataset['action'] = 'text';
    const float = makeIconButton('Move into New Window', icon(FLOAT, true), () => actions.float());
    float.dataset['action'] = 'float';
    const compare = makeIconButton('Compare with Other Runs', icon(COMPARE, true), () => actions.compare());
    compare.dataset['action'] = 'compare';
    this.status.setAttribute('role', 'status');
    const buttons = element('div', 'buttons');
    buttons.append(compare, this.textButton, float);
    this.element.append(this.title, this.run, this.status, this.points, buttons);
  }

  setTitle(title: string): void {
    setText(this.title, title);
    this.title.title = title;
  }

  /** @param others the runs that are drawn over this one. */
  setRun(run: RunDescription, others: readonly RunDescription[]): void {
    const own = others.length === 0 ? run.name : `${run.name} and ${others.length} more`;
    const name = run.project === '' ? own : `${run.project} / ${own}`;
    setText(this.run, name);
    this.run.title = name;
    const points = others.reduce((total, other) => total + other.points, run.points);
    setText(this.points, formatCount(points, 'point'));
    if (this.status.dataset['status'] === run.status) return;
    this.status.dataset['status'] = run.status;
    this.status.replaceChildren(statusIcon(run.status), element('span', '', statusWord(run.status)));
  }

  setTextOpen(open: boolean): void {
    const label = open ? 'Hide Printed Text' : 'Show Printed Text';
    this.textButton.title = label;
    this.textButton.setAttribute('aria-label', label);
    this.textButton.classList.toggle('pressed', open);
  }
}
