/** The figure of a panel as it is laid out now, and again only when something changed that it depends on. */
import type { FigureChoices } from './figure-choices';
import { figureOf, layOutFigure, type FigureLayout } from './figure-layout';
import { derivedReading } from './read-series';
import type { Run } from './run';
import type { RunAbout } from './run-about';

export interface FigureWishes {
  /** The name of the figure; `null` for all metrics. */
  readonly figure: string | null;
  /** Only metrics whose name contains the text are drawn. */
  readonly filter: string;
  readonly trusted: boolean;
  readonly choices: FigureChoices;
}

export class LaidOutFigure {
  /** `null` while there is no run. */
  layout: FigureLayout | null = null;
  private isStale = false;
  private key = '';
  private seriesSeen = 0;
  private figureSeen: unknown = null;
  private openingsSeen = 0;
  /** What the user said about each run when the figure was laid out: it may change names and colours. */
  private aboutsSeen: readonly RunAbout[] = [];

  /** Lays out anew at the next update; until then the layout is the one that is shown. */
  forget(): void {
    this.isStale = true;
  }

  /** @returns whether other things are to be drawn than before. */
  update(runs: readonly Run[], { figure, filter, trusted, choices }: FigureWishes): boolean {
    const openings = runs.length > 1 ? runs.filter(({ opening }) => opening !== null).length : 0;
    if (runs.length === 0) {
      this.layout = null;
      return false;
    }
    if (this.layout !== null && !this.isStale && this.isSame(runs, openings, figure)) {
      return false;
    }
    this.isStale = false;
    this.seriesSeen = seriesOf(runs);
    this.openingsSeen = openings;
    this.aboutsSeen = runs.map(({ about }) => about);
    this.figureSeen = figureOf(runs, figure);
    this.layout = layOutFigure(runs, figure, filter, trusted, choices.arrangement);
    const ids = runs.map(({ id }) => id);
    const key = JSON.stringify([ids, openings, derivedReading(choices.reading), this.layout.description]);
    const isOther = key !== this.key;
    this.key = key;
    return isOther;
  }

  private isSame(runs: readonly Run[], openings: number, figure: string | null): boolean {
    return (
      this.seriesSeen === seriesOf(runs) &&
      this.openingsSeen === openings &&
      this.figureSeen === figureOf(runs, figure) &&
      runs.every(({ about }, index) => about === this.aboutsSeen[index])
    );
  }
}

function seriesOf(runs: readonly Run[]): number {
  return runs.reduce((total, run) => total + run.series.length, 0);
}
