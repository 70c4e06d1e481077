/** A bundle of its own, loaded with the first export: the editor starts no slower for it. */
import * as vscode from 'vscode';
import { setTranslations } from '../common/words';

export { exportFigure } from './export/export-figure';

// What both bundles have of src/common, each has for itself.
setTranslations(vscode.l10n.bundle ?? {});
