/** Type check, lint, format: one check each. */
import { tool } from '../environment/processes.mjs';
import { check } from './summary.mjs';

export async function runChecks() {
  return [
    check('types', (await tool('typescript/bin/tsc', ['-b'])) === 0),
    check('lint', (await tool('eslint/bin/eslint.js', ['.'])) === 0),
    check('format', (await tool('prettier/bin/prettier.cjs', ['--check', '.'])) === 0),
  ];
}
