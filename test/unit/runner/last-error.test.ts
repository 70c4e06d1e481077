import assert from 'node:assert/strict';
import { LastError } from '../../../src/runner/job/last-error';

const TRACEBACK = ['Traceback (most recent call last):', '  File "train.py", line 3, in <module>', '    train(step)'];

function errorIn(...lines: readonly string[]): string {
  const error = new LastError();
  lines.forEach((line) => error.look(line));
  return error.words;
}

describe('The error that ends a program', () => {
  it('is the last line of its traceback', () => {
    assert.equal(errorIn('step 1', ...TRACEBACK, 'ValueError: no more data'), 'ValueError: no more data');
    assert.equal(
      errorIn(...TRACEBACK, 'torch.cuda.OutOfMemoryError: 2 GiB', 'bye'),
      'torch.cuda.OutOfMemoryError: 2 GiB',
    );
    assert.equal(errorIn(...TRACEBACK, 'AssertionError'), 'AssertionError');
  });

  it('is that of the last of chained errors', () => {
    const words = 'During handling of the above exception, another exception occurred:';
    assert.equal(errorIn(...TRACEBACK, 'KeyError: 1', '', words, '', ...TRACEBACK, 'ValueError: 2'), 'ValueError: 2');
  });

  it('is found in coloured text, and has a limit', () => {
    assert.equal(
      errorIn('\u001b[31mTraceback (most recent call last):\u001b[0m', '\u001b[31mKeyError: 1\u001b[0m'),
      'KeyError: 1',
    );
    assert.ok(errorIn(...TRACEBACK, `ValueError: ${'x'.repeat(1000)}`).length <= 301);
  });

  it('is none where there is no traceback', () => {
    assert.equal(errorIn('ValueError: as a text', 'loss: 0.3'), '');
    assert.equal(errorIn(...TRACEBACK), '');
  });
});
