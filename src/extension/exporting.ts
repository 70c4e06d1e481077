/** A bundle of its own, loaded with the first export: the editor starts no slower for it. */
export { exportFigure } from './export/export-figure';
