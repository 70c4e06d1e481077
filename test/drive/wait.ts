/** Waiting for conditions instead of for time. */

/** How long something may take on a slow, busy machine, in milliseconds. */
export const DEADLINE = 60_000;

const PAUSE = 50;

/**
 * Asks again until the answer is neither undefined nor false, and resolves to it.
 * Rejects after `deadline` milliseconds with what was waited for and, when given, what was seen last.
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  { deadline = DEADLINE, seen }: { deadline?: number; seen?: () => unknown } = {},
): Promise<Exclude<T, undefined | false>> {
  const end = performance.now() + deadline;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
    if (performance.now() > end) {
      const last = seen ? `; last seen: ${JSON.stringify(await seen())}` : '';
      throw new Error(`Waited ${deadline / 1000} s in vain for ${what}${last}`);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
