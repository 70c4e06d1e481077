import assert from 'node:assert/strict';
import { LogReader } from '../../../src/common/log-reader';
import { AboutReader, NO_ABOUT, type RunAbout } from '../../../src/common/run-about';
import { byteDecoders } from '../../../src/runner/byte-decoders';

/** What a control log with these lines says. */
function aboutOf(...lines: (object | string)[]): RunAbout {
  const reader = new AboutReader();
  const text = lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
  new LogReader(reader, byteDecoders).push(Buffer.from(text));
  return reader.about;
}

describe('What the user says about a run', () => {
  it('is nothing at first, whatever else the log holds', () => {
    assert.equal(aboutOf(), NO_ABOUT);
    assert.equal(aboutOf({ type: 'stop' }, '[]', 'no JSON', { type: 'end', status: 'failed' }, { loss: 1 }), NO_ABOUT);
  });

  it('is the last word for each key', () => {
    const about = aboutOf(
      { type: 'about', name: 'first', pinned: true },
      { type: 'about', colour: 4, note: 'good' },
      { type: 'about', name: 'second' },
      { type: 'stop' },
      { type: 'about', archived: true },
    );
    assert.deepEqual(about, { name: 'second', colour: 4, pinned: true, note: 'good', archived: true });
  });

  it('can be taken back key by key', () => {
    const about = aboutOf(
      { type: 'about', name: 'first', pinned: true, colour: 0, note: 'x', archived: true },
      { type: 'about', name: '', pinned: false, colour: -1, note: '', archived: false },
    );
    assert.deepEqual(about, NO_ABOUT);
  });

  it('of a wrong form changes nothing', () => {
    const about = aboutOf({ type: 'about', name: 'good' }, { type: 'about', name: 'bad', pinned: 'yes' });
    assert.equal(about.name, 'good');
  });

  it('is kept short', () => {
    const about = aboutOf({ type: 'about', name: 'n'.repeat(5000), note: 'm'.repeat(50_000) });
    assert.deepEqual([about.name.length, about.note.length], [201, 10_001]);
  });
});
