import assert from 'node:assert/strict';
import { PrintedMetricParser, faultOf } from '../../../src/common/printed-metrics';

type Found = [step: number | null, values: Record<string, number>] | null;

/** What is found in each of the lines, in their order. */
function parse(lines: readonly string[]): Found[] {
  return new PrintedMetricParser()
    .parseAll(lines)
    .map((found) => found && [found.step, Object.fromEntries(found.values)]);
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
        [40, { acc: 0.5, loss: 0.3 }],
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
        [50, { train_loss: 0.9 }],
        [101, { train_loss: 0.8 }],
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

  it('are found in lines as programs print them', () => {
    const rows: readonly [line: string, found: Found][] = [
      ['Epoch 3/10 - loss: 0.31 - val_loss: 0.2', [3, { loss: 0.31, val_loss: 0.2 }]],
      ['[Epoch 12] train_loss=0.31 acc=91.2%', [12, { train_loss: 0.31, acc: 91.2 }]],
      ['INFO:root:epoch 4 loss=0.5', [4, { loss: 0.5 }]],
      ['2026-11-22 18:20:01,123 - INFO - step 7: loss=0.3', [7, { loss: 0.3 }]],
      ['lr: 1.2e-3, loss: nan', [null, { lr: 1.2e-3, loss: NaN }]],
      // A dict, as the Trainer of Hugging Face prints it before and since version 5, and with NumPy's numbers.
      ["{'loss': 0.5, 'learning_rate': 1e-5, 'epoch': 1.0}", [1, { loss: 0.5, learning_rate: 1e-5 }]],
      ["{'loss': '6.041', 'grad_norm': '6.007', 'epoch': '0.002'}", [0.002, { loss: 6.041, grad_norm: 6.007 }]],
      ["{'loss': np.float32(0.25), 'count': 3}", [null, { loss: 0.25, count: 3 }]],
      ['loss: tensor(0.3123, grad_fn=<NllLossBackward0>)', [null, { loss: 0.3123 }]],
      // JSON with Python's NaN, and with a step of another name.
      ['{"step": 5, "loss": NaN}', [5, { loss: NaN }]],
      ['{"iteration": 19, "epoch": 2, "total_loss": 0.5}', [19, { total_loss: 0.5 }]],
      ['INFO:train:{"epoch": 2, "loss": 0.5}', [2, { loss: 0.5 }]],
      // Karpathy's nanoGPT; boosted trees.
      ['iter 100: loss 2.31, time 123.45ms, mfu -100.00%', [100, { loss: 2.31 }]],
      ['step 250: train loss 1.9, val loss 2.05', [250, { train_loss: 1.9, val_loss: 2.05 }]],
      ['[7]\tvalidation_0-rmse:0.51\ttrain-rmse:0.3', [7, { 'validation_0-rmse': 0.51, 'train-rmse': 0.3 }]],
      ['10:\tlearn: 0.6931\ttest: 0.69\ttotal: 12ms\tremaining: 1.2s', [10, { learn: 0.6931, test: 0.69 }]],
    ];
    rows.forEach(([line, found]) => assert.deepEqual(parse([line]), [found], line));
  });

  it('count on over the epochs of PyTorch loops', () => {
    assert.deepEqual(
      parse([
        'Epoch [1/3], Step [100/600], Loss: 0.3112',
        'Epoch [2/3], Step [100/600], Loss: 0.2',
        'Train Epoch: 3 [640/60000 (1%)]\tLoss: 2.309',
        'Test set: Average loss: 0.0513, Accuracy: 9837/10000 (98%)',
      ]),
      [
        [100, { Loss: 0.3112 }],
        [700, { Loss: 0.2 }],
        [120640, { Loss: 2.309 }],
        [null, { loss: 0.0513 }],
      ],
    );
  });

  it('are found in bars that do not know their end, and in those with a description', () => {
    assert.deepEqual(
      parse([
        '45it [00:05,  8.93it/s, loss=0.31]',
        'Epoch 0: |          | 45/? [00:05<00:00,  8.93it/s, v_num=2ch5, loss=0.5]',
        'Epoch 1: |          | 3/? [00:05<00:00,  8.93it/s, v_num=2ch5, loss=0.5]',
        'train loss=0.5:  45%|████▌     | 45/100 [00:05<00:06,  8.93it/s]',
      ]),
      [
        [45, { loss: 0.31 }],
        [45, { loss: 0.5 }],
        [null, { loss: 0.5 }],
        [145, { loss: 0.5 }],
      ],
    );
  });

  it('say why a pattern cannot be used', () => {
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
      `'a`.repeat(2000),
      `a'=`.repeat(1333),
      'val loss '.repeat(440),
      'loss ' + ' '.repeat(3990),
      'step ' + '1'.repeat(3990),
      'step [' + ' '.repeat(3990),
      ': '.repeat(2000) + '1/1',
      'INFO:' + 'a'.repeat(3990),
    ];
    const start = performance.now();
    parse([...hostile, ...hostile, ...hostile]);
    assert.ok(performance.now() - start < 2000);
  });
});
