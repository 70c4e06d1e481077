import assert from 'node:assert/strict';
import { findSources } from '../../../src/webview/source-links';

/** The links of a line: their text, path and line. */
function links(text: string): [string, string, number][] {
  return findSources(text).map(({ from, to, path, line }) => [text.slice(from, to), path, line]);
}

describe('findSources', () => {
  it('finds the frames of tracebacks', () => {
    assert.deepEqual(links('  File "/home/a b/train.py", line 12, in main'), [
      ['File "/home/a b/train.py", line 12', '/home/a b/train.py', 12],
    ]);
    assert.deepEqual(links('  File "<ipython-input-3-0a1b>", line 2, in <module>'), [
      ['File "<ipython-input-3-0a1b>", line 2', '<ipython-input-3-0a1b>', 2],
    ]);
    assert.deepEqual(links('File ~/project/model.py:45, in forward(self, x)'), [
      ['~/project/model.py:45', '~/project/model.py', 45],
    ]);
  });

  it('finds cells of notebooks', () => {
    assert.deepEqual(links('Cell In[3], line 2'), [['Cell In[3], line 2', 'Cell In[3]', 2]]);
    assert.deepEqual(links('Cell In [3], line 2, in <cell line: 1>()'), [['Cell In [3], line 2', 'Cell In [3]', 2]]);
    assert.deepEqual(links('Input In [12], in <cell line: 7>()'), [
      ['Input In [12], in <cell line: 7', 'Input In [12]', 7],
    ]);
  });

  it('finds plain paths', () => {
    assert.deepEqual(links('src/a.py:3: UserWarning; ./b/c-d.cu:10:5 error (x.ts:1), ../e.jl:2'), [
      ['src/a.py:3', 'src/a.py', 3],
      ['./b/c-d.cu:10', './b/c-d.cu', 10],
      ['x.ts:1', 'x.ts', 1],
      ['../e.jl:2', '../e.jl', 2],
    ]);
    assert.deepEqual(links(String.raw`C:\work\train.py:7`), [
      [String.raw`C:\work\train.py:7`, String.raw`C:\work\train.py`, 7],
    ]);
  });

  it('takes nothing else for a place', () => {
    for (const text of [
      'loss: 0.3',
      'http://host.py:80/x',
      'at 12:30:45',
      'a.py:0',
      'model.pt:3',
      'x.py: 3',
      'v1.2:3',
    ]) {
      assert.deepEqual(links(text), [], text);
    }
  });

  it('finds twenty links at most, in time that grows with the length alone', () => {
    assert.equal(findSources('a.py:1 '.repeat(1000)).length, 20);
    for (const piece of ['a', 'a/', 'a.', '.py', 'File "', 'Cell In[', '~/', ':1 line 1', 'a.py:']) {
      const began = process.cpuUsage();
      findSources(`${piece.repeat(100_000)}:1`);
      assert.ok(process.cpuUsage(began).user < 3_000_000, piece);
    }
  });
});
