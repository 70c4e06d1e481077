/** Finds the messages for people in the sources: what is given to `t`, `counted` and `vscode.l10n.t`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './folders.mjs';

const FOLDERS = ['common', 'extension', 'webview'];
/** Which arguments of a function are messages. */
const FUNCTIONS = new Map([
  ['t', [0]],
  ['counted', [1, 2]],
]);

/** The files in which messages may stand. */
export function sources() {
  return FOLDERS.flatMap((folder) => {
    const path = join(root, 'src', folder);
    const files = readdirSync(path, { recursive: true }).map(String);
    return files.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts')).map((name) => join(path, name));
  });
}

/** The messages of a file, and what is wrong with them: each fault begins with its line. */
export function messagesIn(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const messages = [];
  const faults = [];
  // What an editor or a page is told of its language, it is told after all modules are loaded.
  const isEarly = (node) => {
    for (let at = node.parent; at !== undefined; at = at.parent) {
      if (ts.isFunctionLike(at) || ts.isPropertyDeclaration(at)) return false;
    }
    return true;
  };
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const places = messagePlaces(node.expression);
      for (const place of places ?? []) {
        const message = textOf(node.arguments[place]);
        if (message === undefined && !file.endsWith(join('common', 'words.ts'))) {
          faults.push(`${line + 1}: the message has to stand in the call itself, as text alone`);
        } else if (message !== undefined) {
          messages.push(message);
          faults.push(...missingWords(node, message, place).map((name) => `${line + 1}: nothing is given for ${name}`));
        }
      }
      if (places !== undefined && isEarly(node)) faults.push(`${line + 1}: asked for before the language is known`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { messages, faults };
}

/** Which arguments of a call are messages; `undefined` when it is no call for words. */
function messagePlaces(callee) {
  if (ts.isIdentifier(callee)) return FUNCTIONS.get(callee.text);
  const isEditors = ts.isPropertyAccessExpression(callee) && /\bl10n\.t$/.test(callee.getText());
  return isEditors ? FUNCTIONS.get('t') : undefined;
}

function textOf(node) {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** The numbered places of a message for which the call gives nothing. */
function missingWords(call, message, place) {
  const isCounted = call.arguments.length > 0 && place > 0;
  const given = isCounted ? call.arguments.length - 2 : call.arguments.length - 1;
  const numbers = [...message.matchAll(/\{(\d+)\}/g)].map(([, number]) => Number(number));
  const isSpread = call.arguments.some((argument) => ts.isSpreadElement(argument));
  return isSpread ? [] : numbers.filter((number) => number >= given).map((number) => `{${number}}`);
}
