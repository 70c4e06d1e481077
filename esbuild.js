/** Builds the extension: `node esbuild.js [--production] [--watch] [--tests]`. */
const esbuild = require('esbuild');
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  loader: { '.svg': 'text' },
};
/**
 * Hands the editor's API to all modules of a bundle as one module. As it is, each module that imports it would ask the editor for it, and copy its
 * hundreds of members: most of the time that loading the extension takes.
 */
const vscodeOnce = {
  name: 'vscode-once',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'vscode-once' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'vscode-once' },
    );
    build.onLoad({ filter: /.*/, namespace: 'vscode-once' }, () => {
      const sources = sourceFiles('src/extension').map((file) => readFileSync(file, 'utf8'));
      const members = new Set(sources.flatMap((text) => text.match(/(?<=\bvscode\.)[A-Za-z0-9_]+/g) ?? []));
      return { contents: `const api = require('vscode');\nexport const { ${[...members].sort().join(', ')} } = api;` };
    });
  },
};
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'] };

const product = [
  {
    ...node,
    plugins: [vscodeOnce],
    entryPoints: {
      extension: 'src/extension/extension.ts',
      exporting: 'src/extension/exporting.ts',
      demo: 'src/runner/demo.ts',
      job: 'src/runner/job/job.ts',
    },
    outdir: 'dist',
    // A bundle beside the others, loaded when it is needed: by `require`, as Node's own `import` would want its ending.
    external: [...node.external, './exporting'],
    supported: { 'dynamic-import': false },
  },
  {
    ...shared,
    entryPoints: { page: 'src/webview/page.ts' },
    outdir: 'dist',
    platform: 'browser',
    format: 'iife',
    target: 'chrome130',
    define: { 'process.env.NODE_ENV': '"production"' },
  },
];

/** Files are found, not listed, so that none can be forgotten. */
function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

const testBuilds = ['test/unit', 'test/host', 'test/ui'].map((folder) => ({
  ...node,
  entryPoints: sourceFiles(folder),
  outbase: 'test',
  outdir: 'out/test',
  external: [...node.external, 'axe-core', 'mocha', 'playwright-core', '@vscode/test-electron'],
}));

async function main() {
  const builds = tests ? [...product, ...testBuilds] : product;
  if (watch) {
    const contexts = await Promise.all(builds.map((options) => esbuild.context({ ...options, logLevel: 'info' })));
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  await Promise.all(builds.map((options) => esbuild.build(options)));
}

main().catch(() => process.exit(1));
