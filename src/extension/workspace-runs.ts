/** Which runs are of this window's workspace. */
import { isAbsolute, relative, resolve } from 'node:path';
import type { RunRecord } from '../common/record';

/** What a log says of where it comes from. */
type Place = Pick<RunRecord, 'workspace' | 'cwd' | 'notebook'>;

/**
 * A program that was started from an editor says from which workspace; of another one the folder in which it runs decides.
 *
 * @param marker what this window puts into `SIDEPLOT_WORKSPACE`.
 * @param folders of the workspace, as absolute paths.
 */
export function isOfWorkspace(opening: Place, marker: string, folders: readonly string[]): boolean {
  if (opening.workspace !== '') {
    return opening.workspace === marker || folders.includes(opening.workspace);
  }
  const places = [opening.cwd, opening.notebook?.path ?? ''].filter((place) => place !== '' && isAbsolute(place));
  return places.some((place) => folders.some((folder) => contains(folder, place)));
}

function contains(folder: string, path: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
