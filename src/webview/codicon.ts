/** VS Code's own icons. Only those named here are bundled: add one by its import and its entry in `SOURCES`. */
import close from '@vscode/codicons/src/icons/close.svg';
import check from '@vscode/codicons/src/icons/check.svg';
import chevronRight from '@vscode/codicons/src/icons/chevron-right.svg';
import circleSlash from '@vscode/codicons/src/icons/circle-slash.svg';
import debugStop from '@vscode/codicons/src/icons/debug-stop.svg';
import editorLayout from '@vscode/codicons/src/icons/editor-layout.svg';
import ellipsis from '@vscode/codicons/src/icons/ellipsis.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import exportIcon from '@vscode/codicons/src/icons/export.svg';
import graphLine from '@vscode/codicons/src/icons/graph-line.svg';
import kebabVertical from '@vscode/codicons/src/icons/kebab-vertical.svg';
import layers from '@vscode/codicons/src/icons/layers.svg';
import output from '@vscode/codicons/src/icons/output.svg';
import pass from '@vscode/codicons/src/icons/pass.svg';
import pinned from '@vscode/codicons/src/icons/pinned.svg';
import play from '@vscode/codicons/src/icons/play.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import screenNormal from '@vscode/codicons/src/icons/screen-normal.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import settings from '@vscode/codicons/src/icons/settings.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';

const SOURCES = {
  check,
  'chevron-right': chevronRight,
  'circle-slash': circleSlash,
  close,
  'debug-stop': debugStop,
  'editor-layout': editorLayout,
  ellipsis,
  error,
  export: exportIcon,
  'graph-line': graphLine,
  'kebab-vertical': kebabVertical,
  layers,
  output,
  pass,
  pinned,
  play,
  question,
  'screen-normal': screenNormal,
  search,
  settings,
  warning,
} as const;

export type CodiconName = keyof typeof SOURCES;

const parsed = new Map<CodiconName, SVGElement>();

/** Makes a decorative icon in the colour of the text around it. */
export function codicon(name: CodiconName): SVGElement {
  let picture = parsed.get(name);
  if (picture === undefined) {
    // The text is bundled with the page, so this is no markup of a program.
    const root = new DOMParser().parseFromString(SOURCES[name], 'image/svg+xml').documentElement;
    picture = document.importNode(root, true) as unknown as SVGElement;
    picture.setAttribute('class', 'icon');
    picture.setAttribute('aria-hidden', 'true');
    parsed.set(name, picture);
  }
  return picture.cloneNode(true) as SVGElement;
}
