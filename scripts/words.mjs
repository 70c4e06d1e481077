/**
 * Lists the messages of the extension and its page for translators: `npm run words` writes `l10n/bundle.l10n.json`, from which the editor's own
 * tools and language packs go on. With `--check` it writes nothing and fails when the list is not what the sources say.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './environment/folders.mjs';
import { messagesIn, sources } from './environment/messages.mjs';

const bundle = join(root, 'l10n', 'bundle.l10n.json');

const found = sources().map((file) => ({ file: relative(root, file), ...messagesIn(file) }));
const faults = found.flatMap(({ file, faults: ofFile }) => ofFile.map((fault) => `${file}:${fault}`));
const messages = [...new Set(found.flatMap((one) => one.messages))].sort();
const text = `${JSON.stringify(Object.fromEntries(messages.map((message) => [message, message])), null, 2)}\n`;

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
} else if (process.argv.includes('--check')) {
  const known = existsSync(bundle) ? Object.keys(JSON.parse(readFileSync(bundle, 'utf8'))) : [];
  const missing = messages.filter((message) => !known.includes(message));
  const unused = known.filter((message) => !messages.includes(message));
  for (const message of missing) console.error(`l10n/bundle.l10n.json lacks: ${message}`);
  for (const message of unused) console.error(`l10n/bundle.l10n.json has what no source says: ${message}`);
  if (missing.length + unused.length > 0) {
    console.error('Run: npm run words');
    process.exitCode = 1;
  }
} else {
  mkdirSync(dirname(bundle), { recursive: true });
  writeFileSync(bundle, text);
  console.log(`${messages.length} messages are in ${relative(root, bundle)}.`);
}
