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

/** Refuses words on a page that are not asked for by `t`: what is set as text, a name, a title, or the label of an entry or a control. */
const places = [
  'CallExpression[callee.name=/^(setText|makeIconButton|makeButton|makeCheckbox|makeDropdown|makeSlider|makeTextInput)$/]',
  "CallExpression[callee.property.name='setAttribute'][arguments.0.value=/^(title|placeholder|aria-(label|valuetext|roledescription))$/]",
  'AssignmentExpression[left.property.name=/^(title|textContent|placeholder)$/]',
  'Property[key.name=/^(label|keys)$/]',
];
const words = [
  // The first argument of some functions is no word: a tag, an attribute.
  ...places.flatMap((place) => [`${place} > Literal:not(:first-child)`, `${place} > ConditionalExpression > Literal`]),
  'CallExpression[callee.name=/^make/] > Literal:first-child',
  "CallExpression[callee.name='element'] > Literal:nth-child(3)",
].map((selector) => `${selector}[value=/^[A-Z][a-z]|[a-z] [a-z]/]`);
const templates = places
  .flatMap((place) => [`${place} > TemplateLiteral`, `${place} > ConditionalExpression > TemplateLiteral`])
  .map((selector) => `${selector} > TemplateElement[value.raw=/[A-Za-z]{2}/]`);
const untranslated = [...words, ...templates].map((selector) => ({
  selector,
  message: 'What people read is asked for by t() or counted() of src/common/words.ts, so that it can be translated.',
}));

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
  { files: ['src/webview/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...untranslated] } },
  layer(['src/webview/**/*.ts'], [vscode, node, upward('extension|runner')]),
);
