/** Goes through the pyramid of a series in the order of the log, only as deep as a query needs. */
import { BASE, FAN, KEPT_LEVEL } from './pyramid';
import type { Series } from './series';

export interface Visitor {
  /** @returns whether the node is done with; else what is under it is visited. */
  node(level: number, node: number): boolean;
  /** Points `from` up to, not including, `to`: 64 at most where they are in memory, else as many as are under a node that stayed. */
  points(from: number, to: number): void;
}

/**
 * Visits whole nodes from the highest level down, then the points that are in no node.
 *
 * @param from the first point that is visited: the first of a chunk.
 */
export function visit(series: Series, visitor: Visitor, from = 0): void {
  let done = 0;
  for (let level = series.nodes.depth - 1; level >= 0; level -= 1) {
    const under = pointsUnder(level);
    for (let node = done / under; node < series.nodes.size(level); node += 1) {
      visitNode(series, visitor, level, node, from);
      done = (node + 1) * under;
    }
  }
  if (done < series.length) {
    visitor.points(done, series.length);
  }
}

/** Number of points under a node of a level. */
export function pointsUnder(level: number): number {
  return BASE * FAN ** level;
}

function visitNode(series: Series, visitor: Visitor, level: number, node: number, from: number): void {
  const under = pointsUnder(level);
  const start = node * under;
  if (start + under <= from || (start >= from && visitor.node(level, node))) {
    return;
  }
  if (level === 0 || (level === KEPT_LEVEL && series.evictedChunkOf(start) >= 0)) {
    visitor.points(start, start + under);
    return;
  }
  for (let child = node * FAN; child < (node + 1) * FAN; child += 1) {
    visitNode(series, visitor, level - 1, child, from);
  }
}
