/** Finds the places in source code that printed text names: in tracebacks of Python and IPython, in warnings, in messages of compilers. */

export interface SourceLink {
  /** Part of the text that is the link: `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** As it is printed: a path, or a cell such as `Cell In[3]`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

const ENDINGS =
  'py|pyi|pyx|ipynb|js|mjs|cjs|jsx|ts|tsx|c|cc|cpp|cxx|cu|cuh|h|hh|hpp|rs|go|java|kt|scala|jl|R|r|rb|php|cs|swift|lua|m|f90|sh|toml|yaml|yml|json|txt';
/** What a part of a path is made of. */
const PART = String.raw`[\w@+.\-]+`;
/** Each takes time in proportion to the text: a path can begin only where no part of one stands before. */
const PATTERNS: readonly RegExp[] = [
  /File "([^"]{1,1000})", line (\d{1,9})/g,
  /((?:Cell|Input) In ?\[\d{1,9}\])(?:, line |, in <cell line: )(\d{1,9})/g,
  new RegExp(
    String.raw`(?<![\w@+.\-/\\:~])((?:[A-Za-z]:[\\/]|~[\\/]|[\\/])?${PART}(?:[\\/]${PART})*\.(?:${ENDINGS})):(\d{1,9})(?!\d)`,
    'g',
  ),
];
/** What all of them have: most lines do not. */
const HINT = /line:? \d|:\d/;
/** More in a line are not worth finding. */
const MOST = 20;

/** The links of a line, from left to right. */
export function findSources(text: string): readonly SourceLink[] {
  if (!HINT.test(text)) return [];
  const found: SourceLink[] = [];
  for (const pattern of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const [whole, path = '', line = ''] = match;
      const from = match.index;
      const to = from + whole.length;
      const isFree = found.every((other) => to <= other.from || from >= other.to);
      if (isFree && Number(line) > 0) found.push({ from, to, path, line: Number(line) });
      if (found.length >= MOST) break;
    }
  }
  return found.sort((a, b) => a.from - b.from);
}
