/** What `scripts/test.mjs` found or installed, told to the tests in the environment. */

/** A server build of VS Code. */
export interface ServerBuild {
  /** `major.minor`. */
  readonly version: string;
  /** The Node that runs it. */
  readonly node: string;
  /** Its `server-main.js`. */
  readonly script: string;
}

export interface TestEnvironment {
  /** The repository. */
  readonly root: string;
  readonly build: ServerBuild;
  /** The Chromium to open the editor in. */
  readonly chromium: string;
  /** The Python that has ipykernel and numpy. */
  readonly python: string;
  /** The package of the tests' own extension: a notebook kernel and the link for commands. */
  readonly extensionPackage: string;
  /** The package of Sideplot. */
  readonly productPackage: string;
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests with "node scripts/test.mjs ui".`);
  return value;
}

/** Reads the environment that `scripts/test.mjs` sets. Throws when it was not used. */
export function testEnvironment(): TestEnvironment {
  return {
    root: variable('SIDEPLOT_TEST_ROOT'),
    build: {
      version: variable('SIDEPLOT_TEST_VSCODE'),
      node: variable('SIDEPLOT_TEST_VSCODE_NODE'),
      script: variable('SIDEPLOT_TEST_VSCODE_SERVER'),
    },
    chromium: variable('SIDEPLOT_CHROMIUM'),
    python: variable('SIDEPLOT_TEST_PYTHON'),
    extensionPackage: variable('SIDEPLOT_TEST_EXTENSION'),
    productPackage: variable('SIDEPLOT_TEST_VSIX'),
  };
}
