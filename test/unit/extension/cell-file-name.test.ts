import assert from 'node:assert/strict';
import { cellFileName } from '../../../src/extension/cell-file-name';

/** As `ipykernel.compiler.murmur2_x86` of ipykernel 7.4 answers. */
const NAMES: Readonly<Record<string, string>> = {
  '': '3990065800.py',
  a: '2167009006.py',
  ab: '2805137849.py',
  abc: '3350977461.py',
  abcd: '804720481.py',
  '1/0': '2354412189.py',
  'def f():\n    return "ä€𝄞"\nf()': '4096319322.py',
  '%%background\n1/0\n': '3756560374.py',
};

describe('The name of the file of a cell', () => {
  for (const [code, name] of Object.entries(NAMES)) {
    it(`is that of ipykernel for ${JSON.stringify(code)}`, () => {
      assert.equal(cellFileName(code), name);
    });
  }
});
