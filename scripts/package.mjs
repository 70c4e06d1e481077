/** Builds the VSIX that users install, and checks what is in it: `npm run package`. */
import { installDependencies } from './environment/dependencies.mjs';

try {
  await installDependencies();
  const { packageExtension } = await import('./stages/package.mjs');
  await packageExtension();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
