/** Lists what is in a ZIP file such as a VSIX. */

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** Names and sizes of the files, from the directory at the ZIP's end. Throws when it is not a ZIP. */
export function filesInZip(buffer) {
  let end = buffer.length - 22;
  while (end >= 0 && buffer.readUInt32LE(end) !== END) end--;
  if (end < 0) throw new Error('This is not a ZIP file.');
  const files = [];
  let offset = buffer.readUInt32LE(end + 16);
  for (let left = buffer.readUInt16LE(end + 10); left > 0; left--) {
    if (buffer.readUInt32LE(offset) !== ENTRY) throw new Error('The directory of the ZIP file is damaged.');
    const [name, extra, comment] = [28, 30, 32].map((field) => buffer.readUInt16LE(offset + field));
    files.push({
      name: buffer.toString('utf8', offset + 46, offset + 46 + name),
      bytes: buffer.readUInt32LE(offset + 24),
    });
    offset += 46 + name + extra + comment;
  }
  return files;
}
