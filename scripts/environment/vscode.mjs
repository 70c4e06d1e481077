/**
 * Builds of VS Code that run without a screen: the npm package code-server carries a complete VS Code server, which a browser opens.
 * It is used as Microsoft's server is, without code-server's own wrapper.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest, editorFolder, manifest } from './folders.mjs';
import { npm, step } from './processes.mjs';

/** VS Code versions, the package that carries each, and the Node that it runs on. Newest first. */
const BUILDS = [
  { version: '1.139', codeServer: '4.139.1', node: '24.21.0' },
  { version: '1.100', codeServer: '4.100.3', node: '20.20.2' },
];

/** The newest VS Code that the tests know. */
export const newest = BUILDS[0].version;

/** The oldest VS Code that package.json promises, as `major.minor`. */
export function floor() {
  const range = manifest().engines.vscode;
  const version = /^\^(\d+\.\d+)\.\d+$/.exec(range)?.[1];
  if (!version) throw new Error(`engines.vscode in package.json is ${range}; expected a form like ^1.100.0`);
  return version;
}

function buildOf(version) {
  const build = BUILDS.find((candidate) => candidate.version === version);
  if (build) return build;
  const known = BUILDS.map((candidate) => candidate.version).join(', ');
  throw new Error(
    `There is no server build of VS Code ${version} in scripts/environment/vscode.mjs (known: ${known}).`,
  );
}

/** Makes a folder with npm packages in it. The marker is written last, so that a broken installation is done again. */
async function installed(name, recipe, install) {
  const folder = join(editorFolder, name);
  const marker = join(folder, 'complete');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === recipe) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  await install(folder);
  writeFileSync(marker, recipe);
  return folder;
}

const QUIET = ['--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];

/** The Node that a build needs: this one, or one from npm. */
async function nodeFor(build) {
  const major = build.node.split('.')[0];
  if (process.versions.node.split('.')[0] === major) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${platform}-${process.arch}`;
  const folder = await installed(`node-${major}`, digest(name, build.node), (cwd) =>
    step(`Installing Node ${build.node} for VS Code ${build.version}`, () =>
      npm(['install', `${name}@${build.node}`, ...QUIET], { cwd }),
    ),
  );
  const binary = platform === 'win' ? 'node.exe' : 'node';
  return join(folder, 'node_modules', name, 'bin', binary);
}

/**
 * Installs the server build of a VS Code version (`major.minor`) unless it is there.
 * Resolves to `{version, node, script}`: the Node to run it with and the server's script.
 */
export async function installServer(version = newest) {
  const build = buildOf(version);
  const node = await nodeFor(build);
  const folder = await installed(`server-${version}`, digest(build.codeServer), (cwd) =>
    step(`Installing VS Code ${version} (server build)`, async () => {
      await npm(['install', `code-server@${build.codeServer}`, ...QUIET], { cwd });
      const server = join(cwd, 'node_modules', 'code-server', 'lib', 'vscode');
      await npm(['install', '--omit=dev', ...QUIET], { cwd: server });
      await npm(['install', '--omit=dev', ...QUIET], { cwd: join(server, 'extensions') });
    }),
  );
  const script = join(folder, 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js');
  return { version, node, script };
}
