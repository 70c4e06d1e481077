/** Numbers of passed and failed tests, as the suites leave them in files. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A check that either holds or does not. */
export const check = (name, ok) => ({ name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 });

/**
 * Runs a suite that leaves its numbers in the file it is given, and reads them. `action(file)` resolves to the suite's exit code.
 * A suite that ends badly without saying which test failed, that stops in the middle of a test, or that leaves no numbers, counts as one failure more.
 */
export async function counted(name, action, read = JSON.parse) {
  const folder = mkdtempSync(join(tmpdir(), 'sideplot-summary-'));
  const file = join(folder, 'summary');
  try {
    const code = await action(file);
    const { running = '', ...numbers } = existsSync(file)
      ? read(readFileSync(file, 'utf8'))
      : { passed: 0, failed: 0, skipped: 0 };
    if (running !== '') console.error(`${name} ended with ${code} in the middle of: ${running}`);
    const silent = running !== '' || (code !== 0 && numbers.failed === 0) || numbers.passed + numbers.failed === 0;
    if (silent && running === '') console.error(`${name} ended with ${code} and without a result.`);
    return { name, ...numbers, failed: numbers.failed + (silent ? 1 : 0) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads the numbers of a JUnit XML file, which pytest writes. */
export function readJUnit(xml) {
  const attribute = (name) => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
  const failed = attribute('failures') + attribute('errors');
  const skipped = attribute('skipped');
  return { passed: attribute('tests') - failed - skipped, failed, skipped };
}
