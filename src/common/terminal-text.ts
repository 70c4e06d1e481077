/** Text of terminals: what is left of it when the terminal's commands are taken out. */

const CSI = String.raw`\u001b\[[0-?]*[ -/]*[@-~]`;
/** Titles, links and the marks of shell integration; DCS, SOS, PM and APC end in the same way. */
const STRINGS = String.raw`\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\|$)`;
const SHORT = String.raw`\u001b[ -/]*[0-~]`;
// Line feeds, carriage returns and tabs are text here.
const CONTROLS = String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]`;
const COLOUR = /^\u001b\[[\d;:]*m$/; // eslint-disable-line no-control-regex

const ALL = new RegExp([STRINGS, CSI, SHORT, CONTROLS, String.raw`\u001b`].join('|'), 'g');

/** The line without any command. */
export function plainText(line: string): string {
  return line.replace(ALL, '');
}

/** The line with its colours and no other command. */
export function colouredText(line: string): string {
  return line.replace(ALL, (command) => (COLOUR.test(command) ? command : ''));
}

/** Whether a program has taken over the whole screen, as editors and pagers do. */
export function takesScreen(text: string): boolean {
  return text.includes('\u001b[?1049h') || text.includes('\u001b[?47h');
}
