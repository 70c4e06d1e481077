import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activated } from '../../../src/runner/job/python-environment';

describe('The environment of an interpreter', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sideplot-python-'));
    mkdirSync(join(root, 'bin'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const variables = { PATH: '/usr/bin:/bin', PYTHONHOME: '/old' };

  it('is active when it is a virtual one: its programs come first', () => {
    writeFileSync(join(root, 'pyvenv.cfg'), '');
    const found = activated(join(root, 'bin', 'python'), variables, 'linux');
    assert.equal(found['PATH'], `${root}/bin:/usr/bin:/bin`);
    assert.equal(found['VIRTUAL_ENV'], root);
    assert.equal(found['PYTHONHOME'], undefined);
    assert.equal(activated(join(root, 'bin', 'python'), found, 'linux')['PATH'], found['PATH']);
  });

  it("is active when it is conda's", () => {
    mkdirSync(join(root, 'conda-meta'));
    const found = activated(join(root, 'bin', 'python3'), {}, 'darwin');
    assert.deepEqual([found['PATH'], found['CONDA_PREFIX']], [`${root}/bin`, root]);
  });

  it('is left as it is for an interpreter of the system, and for one that is only a name', () => {
    assert.equal(activated('/usr/bin/python3', variables, 'linux'), variables);
    assert.equal(activated('python3', variables, 'linux'), variables);
  });
});
