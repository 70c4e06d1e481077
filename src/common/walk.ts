/** Goes through the pyramid of a series in the order of the log, only as deep as a query needs. */
import { BASE, FAN } from './pyramid';
import type { Series } from './series';

export interface Visitor {
  /** @returns whether the node is done with; else what is under it is visited. */
  node(level: number, node: number): boolean;
  /** Points `from` up to, not including, `to`: 64 at most. */
  points(from: number, to: number): void;
}

/** Visits whole nodes from the highest level down, then the points that are in no node. */
export function visit(series: Series, visitor: Visitor): void {
  let done = 0;
  for (let level = series.nodes.depth - 1; level >= 0; level -= 1) {
    const under = pointsUnder(level);
    for (let node = done / under; node < series.nodes.size(level); node += 1) {
      visitNode(visitor, level, node);
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

function visitNode(visitor: Visitor, level: number, node: number): void {
  if (visitor.node(level, node)) {
    return;
  }
  if (level === 0) {
    visitor.points(node * BASE, (node + 1) * BASE);
    return;
  }
  for (let child = node * FAN; child < (node + 1) * FAN; child += 1) {
    visitNode(visitor, level - 1, child);
  }
}
