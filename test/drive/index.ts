/** Drives a real VS Code from the outside: for the UI tests, and for the scripts that start and test. */
export { startBrowser } from './browser';
export { openCommandLink, type CommandLink } from './command-link';
export { openSession, testFile, type Session, type SessionOptions } from './session';
export { runHostTestsInDesktop, runHostTestsInServer } from './host-tests';
export { testEnvironment, type ServerBuild, type TestEnvironment } from './environment';
export { panelIn, panelsIn, pictureOf, untilCurvesMove, untilDrawn, type Panel, type PanelPicture } from './panels';
export { startServer, type Server, type ServerOptions } from './server';
export { DEADLINE, until } from './wait';
export {
  chooseInPalette,
  dragTabOut,
  floatingWindows,
  openFromExplorer,
  openWorkbench,
  runFromPalette,
  untilCommandIsListed,
  windowOpenedBy,
  windowReloadedBy,
  workbenchAddress,
} from './workbench';
export {
  cellsOf,
  openNotebook,
  restartKernel,
  runAllCells,
  runCell,
  type Cell,
  type CellOutput,
  type CellRun,
} from './notebook';
