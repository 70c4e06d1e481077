/** Starts programs and waits for them. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './folders.mjs';

const windows = process.platform === 'win32';

/** Runs a program, its output visible (or thrown away when `quiet`), and resolves to its exit code. Rejects when it cannot be started. */
export function exitCode(command, args, { cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? 'ignore' : 'inherit',
    });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
  });
}

/** Runs a program and throws when it fails. What it printed is shown then, or always when `show` is set. */
export async function run(command, args, { cwd = root, env = {}, show = false } = {}) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output.push(chunk);
      if (show) process.stdout.write(chunk);
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const text = Buffer.concat(output).toString('utf8');
  if (code !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed with ${code}${show ? '' : `:\n${text.trim()}`}`);
  }
  return text;
}

/** Runs npm: through the npm that runs this script when there is one, which also works where `npm` is a shell script. */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], options);
  return windows ? run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], options) : run('npm', args, options);
}

/** Runs the program of a package in node_modules by its script, and resolves to its exit code. */
export function tool(script, args, options) {
  return exitCode(process.execPath, [join(root, 'node_modules', script), ...args], options);
}

/** The full path of a program on the PATH, or undefined. */
export function onPath(name) {
  const names = windows ? [`${name}.exe`, `${name}.cmd`] : [name];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const candidate of names) {
      const path = join(folder || '.', candidate);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not in this folder
      }
    }
  }
  return undefined;
}

/** Says what a step is for before it starts and how long it took. */
export async function step(what, action) {
  const started = performance.now();
  console.log(`${what} …`);
  const result = await action();
  console.log(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}
