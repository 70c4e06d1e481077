/** Builds the extension: `node esbuild.js [--production] [--watch] [--tests]`. */
const esbuild = require('esbuild');
const { readdirSync } = require('node:fs');
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
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'] };

const product = [
  {
    ...node,
    entryPoints: { extension: 'src/extension/extension.ts', demo: 'src/runner/demo.ts', job: 'src/runner/job/job.ts' },
    outdir: 'dist',
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

/** Test files are found, not listed, so that none can be forgotten. */
function testFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name));
}

const testBuilds = ['test/unit', 'test/host', 'test/ui'].map((folder) => ({
  ...node,
  entryPoints: testFiles(folder),
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
