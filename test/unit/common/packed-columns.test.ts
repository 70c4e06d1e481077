/** Node's way to read packed columns and the portable one must not differ in anything: hostile lines of every kind are given to both. */
import assert from 'node:assert/strict';
import { decodeBase64 } from '../../../src/common/base64';
import { valueAt, type Column } from '../../../src/common/column';
import { LogReader, type ByteDecoders, type RecordSink } from '../../../src/common/log-reader';
import { byteDecoders } from '../../../src/runner/byte-decoders';
import { Random } from './random';

const CHARACTERS = [
  'A',
  'z',
  '+',
  '/',
  '=',
  '==',
  '-',
  '_',
  ' ',
  '"',
  '\\',
  '\\n',
  '\\u0041',
  '\\"',
  '\t',
  '\0',
  'é',
  '\ud83d\ude00',
  '{',
  ',',
];

function base64Of(random: Random, points: number): string {
  return Buffer.from(Float64Array.from({ length: points }, () => random.between(-1e9, 1e9)).buffer).toString('base64');
}

/** With a character or two that do not belong there, now and then. */
function spoiled(random: Random, text: string): string {
  const count = random.pick([0, 0, 1, 2]);
  let result = text;
  for (let index = 0; index < count; index += 1) {
    const at = random.pick([0, result.length - 1, result.length, random.whole(0, result.length), 65_536, 65_535]);
    const removed = random.whole(0, 2);
    result = result.slice(0, at) + random.pick(CHARACTERS) + result.slice(at + removed);
  }
  return result;
}

function said(line: Uint8Array, decoders: ByteDecoders): string[] {
  const notes: string[] = [];
  const column = (values: Column | null): unknown =>
    values === null ? null : Array.from({ length: values.length }, (_, index) => String(valueAt(values, index)));
  const sink: RecordSink = {
    record: (record) => {
      notes.push(
        record.type === 'points'
          ? JSON.stringify([
              typeof record.series === 'number' ? record.series : column(record.series),
              column(record.x),
              column(record.y),
              column(record.t),
            ])
          : JSON.stringify(record),
      );
    },
    unknown: () => notes.push('unknown'),
    refused: (reason) => notes.push(reason),
  };
  new LogReader(sink, decoders).push(line);
  return notes;
}

function lineOf(random: Random): string {
  const points = random.pick([0, 1, 31, 33, 200, 6144, 7000]);
  const packed = (): string => `"${spoiled(random, base64Of(random, points))}"`;
  const regular = '{"start":5,"step":1}';
  const fields = [
    `"series":${random.pick(['0', '7', packed(), '"x"', regular])}`,
    `"x":${random.pick([regular, packed(), packed(), '[1,2]'])}`,
    `"y":${random.pick([packed(), packed(), packed(), regular, `["NaN"${',"NaN"'.repeat(400)}]`])}`,
    ...(random.chance(0.7) ? [`"t":${random.pick([packed(), 'null', regular])}`] : []),
    ...(random.chance(0.2)
      ? [`"more":${random.pick([packed(), `{"y":${packed()}}`, '"a\\u0000b"', '"\\u00000"'])}`]
      : []),
    ...(random.chance(0.1) ? [`"y":${packed()}`] : []),
    ...(random.chance(0.1) ? [`${packed()}:1`] : []),
  ];
  const line = `{${random.chance(0.9) ? '"type":"points",' : '"type": "points",'}${fields.join(',')}}`;
  return random.chance(0.05) ? spoiled(random, line) : line;
}

describe('Packed columns', function () {
  this.timeout(60_000);

  it('are read alike by Node and by the portable reader, whatever stands there', () => {
    const random = new Random(20);
    const outcomes = new Map<string, number>();
    for (let round = 0; round < 1000; round += 1) {
      const line = Buffer.from(`${lineOf(random)}\n`);
      const byNode = said(line, byteDecoders);
      assert.deepEqual(byNode, said(line, { text: byteDecoders.text }), `seed 20, line ${round}`);
      const outcome = byNode[0]?.startsWith('[') === true ? 'record' : (byNode[0] ?? 'nothing');
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    for (const outcome of ['record', 'bad-column', 'not-json']) {
      assert.ok((outcomes.get(outcome) ?? 0) > 20, `${outcome} in ${JSON.stringify([...outcomes])}`);
    }
  });

  it('have the same bytes from both readers, and are refused by both', () => {
    const random = new Random(21);
    const target = new Uint8Array(100_000);
    let refused = 0;
    for (let round = 0; round < 2000; round += 1) {
      const text = spoiled(random, base64Of(random, random.pick([0, 1, 2, 3, 50, 6144, 6150]))).slice(
        0,
        random.pick([4, 8, 9, 1e6]),
      );
      const ascii = Buffer.from(text);
      const length = byteDecoders.packed?.base64(ascii, target);
      const expected = decodeBase64(ascii.toString('latin1'));
      assert.equal(length, expected?.length, JSON.stringify(text.slice(0, 100)));
      assert.deepEqual(length === undefined ? undefined : target.slice(0, length), expected);
      refused += length === undefined ? 1 : 0;
    }
    assert.ok(refused > 200 && refused < 1800, `${refused} refused`);
  });
});
