/** Makes the Python environment of an interpreter the one in which a program runs, as its `activate` script does. */
import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** Where conda's activation looks for programs and libraries on Windows, inside an environment. */
const CONDA_FOLDERS = ['', 'Library\\mingw-w64\\bin', 'Library\\usr\\bin', 'Library\\bin', 'Scripts', 'bin'];

/**
 * @param python the path of an interpreter.
 * @returns the variables, changed when it belongs to a virtual or a conda environment: so that `torchrun` or `pip`, and `python` without a path, are its own.
 */
export function activated(
  python: string,
  variables: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): NodeJS.ProcessEnv {
  const path = platform === 'win32' ? win32 : posix;
  if (!path.isAbsolute(python)) {
    return variables;
  }
  const folder = path.dirname(python);
  const isWindowsConda = platform === 'win32' && existsSync(path.join(folder, 'conda-meta'));
  const prefix = isWindowsConda ? folder : path.dirname(folder);
  const isVirtual = existsSync(path.join(prefix, 'pyvenv.cfg'));
  const isConda = isWindowsConda || existsSync(path.join(prefix, 'conda-meta'));
  if (!isVirtual && !isConda) {
    return variables;
  }
  const first = isWindowsConda ? CONDA_FOLDERS.map((name) => path.join(prefix, name)) : [folder];
  // Windows does not care how it is written, its programs do not either, but a second one would be ignored.
  const name = Object.keys(variables).find((key) => (platform === 'win32' ? /^path$/i : /^PATH$/).test(key)) ?? 'PATH';
  const rest = (variables[name] ?? '').split(path.delimiter).filter((part) => part !== '' && !first.includes(part));
  return {
    ...variables,
    [name]: [...first, ...rest].join(path.delimiter),
    ...(isVirtual ? { VIRTUAL_ENV: prefix } : { CONDA_PREFIX: prefix }),
    // It would lead the interpreter elsewhere.
    PYTHONHOME: undefined,
  };
}
