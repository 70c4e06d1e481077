/** Reads the escape sequences with which programs colour what they print (ECMA-48, as terminals take them); all others are taken away. */

/** A colour: a number of the terminal's sixteen, one of its own as CSS, or `null` for the usual one. */
export type AnsiColour = number | string | null;

export interface AnsiStyle {
  readonly foreground: AnsiColour;
  readonly background: AnsiColour;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly struck: boolean;
  readonly inverse: boolean;
}

export const PLAIN: AnsiStyle = {
  foreground: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  struck: false,
  inverse: false,
};

export interface StyledText {
  readonly text: string;
  readonly style: AnsiStyle;
}

export interface AnsiLine {
  readonly pieces: readonly StyledText[];
  /** The style that the stream's next line begins with. */
  readonly style: AnsiStyle;
}

/** A control sequence, an operating system command or other string, a short escape, or a control character other than the tab. */
const CONTROLS = new RegExp(
  [
    String.raw`\u001b\[([0-?]*)[ -/]*([@-~])`,
    String.raw`\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?`,
    String.raw`\u001b[ -/]*[0-~]?`,
    String.raw`[\u0000-\u0008\u000a-\u001f\u007f-\u009f]`,
  ].join('|'),
  'g',
);
const ANY_CONTROL = new RegExp(String.raw`[\u0000-\u0008\u000a-\u001f\u007f-\u009f]`);

/** Reads a line of a stream; of what carriage returns made overwritten, the last version is kept. */
export function readAnsi(given: string, style: AnsiStyle): AnsiLine {
  if (!ANY_CONTROL.test(given)) return { pieces: given === '' ? [] : [{ text: given, style }], style };
  const line = given.replace(/\r+$/, '');
  const pieces: StyledText[] = [];
  let now = style;
  let from = 0;
  const take = (text: string) => {
    const last = pieces.at(-1);
    if (text === '') return;
    if (last?.style === now) pieces[pieces.length - 1] = { text: last.text + text, style: now };
    else pieces.push({ text, style: now });
  };
  for (const match of line.matchAll(CONTROLS)) {
    const [whole, parameters, final] = match;
    take(line.slice(from, match.index));
    from = match.index + whole.length;
    if (whole === '\r') pieces.length = 0;
    if (final === 'm') now = restyled(now, parameters ?? '');
  }
  take(line.slice(from));
  return { pieces, style: now };
}

/** The style after a “select graphic rendition” sequence. */
function restyled(style: AnsiStyle, parameters: string): AnsiStyle {
  // Colons group the parts of one colour; an empty part between them names a colour space.
  const codes = parameters
    .replace(/([34]8:2):\d*:(\d+:\d+:\d+)/g, '$1:$2')
    .split(/[;:]/)
    .map((code) => (code === '' ? 0 : Number(code)));
  let now = style;
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, used] = ownColour(codes.slice(index + 1, index + 5));
      if (colour !== undefined) now = { ...now, [code === 38 ? 'foreground' : 'background']: colour };
      index += used;
    } else {
      now = withCode(now, code);
    }
  }
  return isPlain(now) ? PLAIN : now;
}

/** A colour of the 256 or a true one, and how many codes it took. */
function ownColour([kind, ...values]: readonly number[]): [AnsiColour | undefined, number] {
  const [first = NaN] = values;
  if (kind === 5) return [isByte(first) ? paletteColour(first) : undefined, 2];
  if (kind !== 2) return [undefined, 1];
  const channels = values.slice(0, 3);
  return [channels.length === 3 && channels.every(isByte) ? `rgb(${channels.join(', ')})` : undefined, 4];
}

function isByte(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 255;
}

/** After the sixteen come a cube of 6 × 6 × 6 colours and 24 greys, as xterm has them. */
function paletteColour(index: number): AnsiColour {
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const level = (digit: number) => (digit === 0 ? 0 : 55 + digit * 40);
  const place = index - 16;
  return `rgb(${level(Math.floor(place / 36))}, ${level(Math.floor(place / 6) % 6)}, ${level(place % 6)})`;
}

const SWITCHES: Readonly<Record<number, Partial<AnsiStyle>>> = {
  0: PLAIN,
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  9: { struck: true },
  21: { underline: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  29: { struck: false },
  39: { foreground: null },
  49: { background: null },
};

function withCode(style: AnsiStyle, code: number): AnsiStyle {
  const change = SWITCHES[code];
  if (change !== undefined) return { ...style, ...change };
  const ten = Math.floor(code / 10);
  const colour = code % 10;
  if (colour > 7) return style;
  if (ten === 3) return { ...style, foreground: colour };
  if (ten === 4) return { ...style, background: colour };
  if (ten === 9) return { ...style, foreground: colour + 8 };
  if (ten === 10) return { ...style, background: colour + 8 };
  return style;
}

function isPlain(style: AnsiStyle): boolean {
  return (Object.keys(PLAIN) as (keyof AnsiStyle)[]).every((key) => style[key] === PLAIN[key]);
}

/** The text of a line without what colours it. */
export function withoutAnsi(line: string): string {
  return readAnsi(line, PLAIN)
    .pieces.map(({ text }) => text)
    .join('');
}
