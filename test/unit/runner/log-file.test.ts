import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from '../../../src/runner/job/log-file';

describe("A job's log", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sideplot-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says by a gap what it could not hold, and goes on', () => {
    const path = join(folder, 'run', 'job.jsonl');
    const log = new LogFile(path);
    log.write({ type: 'text', lines: ['x'.repeat(2_000_000)] }, { step: 1 });
    log.write({ step: 2 });
    log.close();
    const records = readFileSync(path, 'utf8').trim().split('\n');
    assert.deepEqual(
      records.map((line) => JSON.parse(line) as unknown),
      [{ step: 1 }, { type: 'gap', count: 1, reason: 'record of more than 1 MiB' }, { step: 2 }],
    );
  });

  it('keeps what a full disk does not take', function () {
    if (!existsSync('/dev/full')) {
      this.skip();
    }
    const log = new LogFile('/dev/full');
    log.write({ step: 1 });
    assert.equal(log.flush(), false);
    log.close();
  });
});
