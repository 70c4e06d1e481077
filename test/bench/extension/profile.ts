/** Records where the extension host spends its time. */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

let session: Session | undefined;

export async function startProfile(): Promise<void> {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
}

/** Ends the recording and writes it to a file that the tools of browsers and VS Code open. */
export async function stopProfile(path: string): Promise<void> {
  if (session === undefined) throw new Error('No profile was begun.');
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  writeFileSync(path, JSON.stringify(profile));
}
