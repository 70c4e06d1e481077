import assert from 'node:assert/strict';
import { sourceCell, type CellFacts } from '../../../src/extension/runs-view/source-cell';

function cell(id: string, fragment: string, executionCount: number | null): CellFacts {
  return { id, uri: `vscode-notebook-cell:/a.ipynb#${fragment}`, fragment, executionCount };
}

const cells = [cell('a', 'W0', 5), cell('b', 'W1', 3), cell('c', 'W2', null)];
const find = (given: string, executionCount: number | null): number =>
  sourceCell(cells, { path: '/a.ipynb', cell: given, executionCount });

describe('The cell that made a run', () => {
  it('is found by its id in the file, whatever was executed since', () => {
    assert.equal(find('c', 5), 2);
  });

  it('is found by its place when its execution agrees', () => {
    assert.equal(find('W1', 3), 1);
    assert.equal(find('vscode-notebook-cell:/a.ipynb#W0', 5), 0);
  });

  it('is found by its execution when its place is another one now', () => {
    assert.equal(find('W0', 3), 1);
    assert.equal(find('', 5), 0);
  });

  it('is found by its place alone when it was executed again', () => {
    assert.equal(find('W2', 9), 2);
    assert.equal(find('W2', null), 2);
  });

  it('is not found when nothing fits', () => {
    assert.equal(find('W7', 9), -1);
    assert.equal(find('', null), -1);
  });
});
