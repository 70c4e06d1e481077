import assert from 'node:assert/strict';
import { readCommandLine, writeCommandLine } from '../../../src/runner/job/command-line';

describe('A command line', () => {
  it('is variables, then words', () => {
    assert.deepEqual(readCommandLine(`  LR=0.1 NAME='two words' EMPTY= --epochs 3 "a 'b'" c=d '' x"y"z `), {
      environment: { LR: '0.1', NAME: 'two words', EMPTY: '' },
      words: ['--epochs', '3', "a 'b'", 'c=d', '', 'xyz'],
    });
    assert.deepEqual(readCommandLine(''), { environment: {}, words: [] });
    assert.deepEqual(readCommandLine('A=1'), { environment: { A: '1' }, words: [] });
  });

  it('refuses a quote that is not closed', () => {
    assert.throws(() => readCommandLine(`a 'b`), /not closed/);
  });

  it('is read as it was written', () => {
    const lines = [
      {
        environment: { A: "it's", B: '', C: 'x y', D: '"' },
        words: ['', "'", '"', 'a b', '$HOME', '\\', 'ü', '--x=1'],
      },
      { environment: {}, words: [] },
    ];
    for (const line of lines) {
      assert.deepEqual(readCommandLine(writeCommandLine(line)), line);
    }
  });
});
