/** Cuts texts that a log gives: they may be as long as a line of the log, and are kept or sent many times. */

/** @returns the text, or its first `limit` characters and an ellipsis. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) {
    return text;
  }
  return detached(`${text.slice(0, limit)}…`);
}

/** The same text in memory of its own: engines keep the whole of a long text alive for a part of it. */
export function detached(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
