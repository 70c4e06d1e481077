import assert from 'node:assert/strict';
import type { JobFacts } from '../../../src/common/job-facts';
import { notebookOf } from '../../../src/extension/job-notebook';

function job(...args: string[]): JobFacts {
  return { command: 'python', args, shell: false, environment: [], pid: 1, processStart: 1 };
}

describe('notebookOf', () => {
  it('tells the notebook and its executed copy', () => {
    assert.deepEqual(notebookOf(job('-m', 'sideplot.notebook_job', '/a b/ö.ipynb')), {
      source: '/a b/ö.ipynb',
      copy: '/a b/ö.executed.ipynb',
    });
    const sweep = ['--parameters', '{}', '--output', '/a/x.3.executed.ipynb'];
    assert.deepEqual(notebookOf(job('-X', 'dev', '-m', 'sideplot.notebook_job', '/a/x.ipynb', ...sweep)), {
      source: '/a/x.ipynb',
      copy: '/a/x.3.executed.ipynb',
    });
  });

  it('is nothing for other jobs', () => {
    assert.equal(notebookOf(null), undefined);
    for (const args of [
      [],
      ['-m', 'sideplot.notebook_job'],
      ['-m', 'sideplot.notebook_job', 'relative.ipynb'],
      ['-m', 'sideplot.notebook_job', '/a.ipynb', '--output'],
      ['sideplot.notebook_job', '/a.ipynb'],
      ['-m', 'train', '/a.ipynb'],
    ]) {
      assert.equal(notebookOf(job(...args)), undefined, args.join(' '));
    }
  });
});
