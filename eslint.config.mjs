import js from '@eslint/js';
import globals from 'globals';
import typescript from 'typescript-eslint';

/** Forbids imports in one folder, with the sentence that explains the layer. */
const layer = (files, patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});
const vscode = {
  regex: '^vscode$',
  message: 'Only src/extension imports vscode: everything else runs and is tested without an editor.',
};
const node = { regex: '^node:', message: 'src/common and src/webview also run in a web page, where Node is not.' };
const libraries = {
  regex: '^(?!\\.{1,2}/)',
  message: 'src/common imports nothing but itself: both halves share it, so it knows neither Node nor DOM nor VS Code.',
};
const upward = (folders) => ({
  regex: `/(${folders})/`,
  message: 'The halves meet only in src/common: extension, runner and webview do not import each other.',
});

export default typescript.config(
  { ignores: ['dist/', 'out/', '.vscode-test/', '.venv/', '.venv-bench/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
  layer(['src/common/**/*.ts'], [libraries, upward('extension|runner|webview')]),
  layer(['src/extension/**/*.ts'], [upward('webview')]),
  layer(['src/runner/**/*.ts'], [vscode, upward('extension|webview')]),
  layer(['src/webview/**/*.ts'], [vscode, node, upward('extension|runner')]),
);
