import assert from 'node:assert/strict';
import { PrintedMetricParser, faultOf } from '../../../src/common/printed-metrics';

type Found = [step: number | null, values: Record<string, number>] | null;

/** What is found in each of the lines, in their order. */
function parse(lines: readonly string[], patterns: readonly string[] = []): Found[] {
  const parser = new PrintedMetricParser(patterns);
  return lines.map((line) => {
    const found = parser.parse(line);
    return found && [found.step, Object.fromEntries(found.values)];
  });
}

describe('Metrics in printed lines', () => {
  it('are found by name and number', () => {
    assert.deepEqual(parse(['loss=0.31', 'val_loss: 0.2, acc : 93.1%', 'train/loss = -1e-3;', 'lr=.5']), [
      [null, { loss: 0.31 }],
      [null, { val_loss: 0.2, acc: 93.1 }],
      [null, { 'train/loss': -1e-3 }],
      [null, { lr: 0.5 }],
    ]);
  });

  it('have the step or the epoch that their line names', () => {
    assert.deepEqual(
      parse(['Epoch 3 done, val_loss: 0.2', 'step=7 loss=1', '[epoch 2] step 40: loss 0.3 acc=0.5', 'iter: 9, err: 2']),
      [
        [3, { val_loss: 0.2 }],
        [7, { loss: 1 }],
        [40, { acc: 0.5 }],
        [9, { err: 2 }],
      ],
    );
  });

  it('are found when they are not finite', () => {
    assert.deepEqual(parse(['loss=nan', 'loss: -inf', 'loss=Infinity']), [
      [null, { loss: NaN }],
      [null, { loss: -Infinity }],
      [null, { loss: Infinity }],
    ]);
  });

  it('are found in JSON', () => {
    assert.deepEqual(
      parse(['{"step": 5, "loss": 0.1, "val": {"acc": 0.9}, "name": "x"}', '{"no": "number"}', '{broken']),
      [[5, { loss: 0.1, 'val/acc': 0.9 }], null, null],
    );
  });

  it("are found in tqdm's and Lightning's bars, whose steps count on over epochs", () => {
    assert.deepEqual(
      parse([
        ' 45%|████▌     | 45/100 [00:05<00:06,  8.93it/s, loss=0.31]',
        'Epoch 0:  50%|█████     | 50/100 [00:01<00:01, 44.20it/s, v_num=3, train_loss=0.9]',
        'Epoch 1:   1%|          | 1/100 [00:00<00:02, 44.20it/s, v_num=3, train_loss=0.8]',
      ]),
      [
        [45, { loss: 0.31 }],
        [50, { v_num: 3, train_loss: 0.9 }],
        [101, { v_num: 3, train_loss: 0.8 }],
      ],
    );
  });

  it("are found in Keras' lines", () => {
    const bar =
      '\u001b[1m469/469\u001b[0m \u001b[32m━━━━━━━━\u001b[0m\u001b[37m\u001b[0m \u001b[1m2s\u001b[0m 3ms/step';
    assert.deepEqual(
      parse([
        'Epoch 1/5',
        `${bar} - accuracy: 0.8723 - loss: 0.4521`,
        'Epoch 2/5',
        `${bar} - accuracy: 0.91 - val_loss: 0.2`,
      ]),
      [null, [469, { accuracy: 0.8723, loss: 0.4521 }], null, [938, { accuracy: 0.91, val_loss: 0.2 }]],
    );
  });

  it('are not found in times, addresses, versions and prose', () => {
    const lines = [
      'Serving at http://localhost:8080/ and 127.0.0.1:80',
      'time: 12:30:01',
      'numpy==1.26.4',
      'took 3s, ETA: 5s',
      '2026-11-22 18:20:01,123 INFO started',
      'C:\\data\\run: 3',
      '',
      'x'.repeat(5000) + ' loss=1',
    ];
    assert.deepEqual(
      parse(lines),
      lines.map(() => null),
    );
  });

  it('are found by patterns of the user, first', () => {
    assert.deepEqual(parse(['it 7 err 1e-2 loss=5', 'loss=4'], [String.raw`it (?<step>\d+) err (?<error>\S+)`]), [
      [7, { error: 0.01 }],
      [null, { loss: 4 }],
    ]);
  });

  it('leave out patterns that cannot be used, and say why', () => {
    assert.deepEqual(parse(['loss=4'], ['(', 'no groups', '(?<step>\\d)']), [[null, { loss: 4 }]]);
    assert.match(faultOf('('), /Unterminated/);
    assert.match(faultOf('x'), /named group/);
    assert.equal(faultOf('(?<loss>.)'), '');
  });

  it('take a time that grows with the line', () => {
    const hostile = [
      'a'.repeat(4000),
      'a='.repeat(2000),
      ' '.repeat(4000),
      'epoch '.repeat(600),
      '1/'.repeat(2000),
      '9'.repeat(3990) + '=1',
    ];
    const start = performance.now();
    parse([...hostile, ...hostile, ...hostile]);
    assert.ok(performance.now() - start < 2000);
  });
});
