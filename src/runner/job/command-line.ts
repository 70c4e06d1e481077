/** What the user types to run something: words as in a shell, with variables for the environment before them. */

export interface CommandLine {
  readonly environment: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=/;

/** Splits `LR=0.1 --name "two words"` into variables and words. Throws when a quote is not closed. */
export function readCommandLine(text: string): CommandLine {
  const all = splitWords(text);
  const first = all.findIndex((word) => !ASSIGNMENT.test(word));
  const count = first < 0 ? all.length : first;
  const environment = Object.fromEntries(
    all.slice(0, count).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  );
  return { environment, words: all.slice(count) };
}

/** The reverse of `readCommandLine`. */
export function writeCommandLine({ environment, words }: CommandLine): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value === '' ? '' : quoted(value)}`);
  return [...variables, ...words.map(quoted)].join(' ');
}

/** A word as a POSIX shell reads it back. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

/** A word for the shell that lines are given to: on Windows `cmd.exe`. */
export function shellQuoted(word: string, platform: NodeJS.Platform = process.platform): string {
  if (platform !== 'win32') {
    return quoted(word);
  }
  return /^[\w@%+=:,./~\\-]+$/.test(word) ? word : `"${word.replaceAll('"', '""')}"`;
}

function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === "'" || character === '"') {
      const end = text.indexOf(character, index + 1);
      if (end < 0) {
        throw new Error(`The quote ${character} is not closed.`);
      }
      word = (word ?? '') + text.slice(index + 1, end);
      index = end;
    } else if (/\s/.test(character)) {
      if (word !== null) {
        words.push(word);
      }
      word = null;
    } else {
      word = (word ?? '') + character;
    }
  }
  return word === null ? words : [...words, word];
}
