import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { afterEach, describe, it } from 'mocha';
import { counted, readTranslations, setTranslations, t } from '../../src/common/words';

describe('Words', () => {
  afterEach(() => setTranslations({}));

  it('lists each message of the sources for translators', function () {
    // It reads all sources with the compiler.
    this.timeout(60_000);
    const { status, stderr } = spawnSync(process.execPath, ['scripts/words.mjs', '--check'], { encoding: 'utf8' });
    assert.equal(stderr, '');
    assert.equal(status, 0);
    // A process that reads all sources.
  }).timeout(60_000);

  it('puts words in the places of a message', () => {
    assert.equal(t('Hide'), 'Hide');
    assert.equal(t('{0}: merged with {1}', 'loss', 'acc {0}'), 'loss: merged with acc {0}');
    assert.equal(t('{name} has {count}', { name: 'a', count: 3 }), 'a has 3');
    assert.equal(t('{0} and {1}', 'one'), 'one and {1}');
    assert.equal(t('only {0}'), 'only {0}');
  });

  it('tells one from several', () => {
    assert.equal(counted(1, '{0} point of {1}', '{0} points of {1}', 'loss'), '1 point of loss');
    assert.equal(counted(12_000, '{0} point of {1}', '{0} points of {1}', 'loss'), '12,000 points of loss');
  });

  it('speaks another language, where words may have another order', () => {
    setTranslations({ '{0}: merged with {1}': '{1} + {0}', Hide: 'Ausblenden' });
    assert.equal(t('{0}: merged with {1}', 'loss', 'acc'), 'acc + loss');
    assert.equal(t('Hide'), 'Ausblenden');
    assert.equal(t('toString'), 'toString');
  });

  it('takes of translations only what is one', () => {
    assert.deepEqual(readTranslations('{"Hide":"Ausblenden","Move":3,"Size":{"message":"x"}}'), { Hide: 'Ausblenden' });
    for (const wrong of [undefined, '', '[]', 'null', '"text"', '{', '[["a","b"]]']) {
      assert.deepEqual(readTranslations(wrong), {}, String(wrong));
    }
  });
});
