import assert from 'node:assert/strict';
import { combinationsOf, configOf, readGrid, wordsOf } from '../../../src/runner/job/sweep-grid';
import { withParameters, type Program } from '../../../src/runner/job/sweep-program';

const words = (text: string): readonly string[] => combinationsOf(readGrid(text)).map(wordsOf);
const values = (text: string): readonly string[] => readGrid(`a=${text}`)[0]?.values ?? [];

describe('The grid of a sweep', () => {
  it('is all combinations, the last parameter changing first', () => {
    assert.deepEqual(words('lr=0.1,0.01 seed=1..3'), [
      'lr=0.1 seed=1',
      'lr=0.1 seed=2',
      'lr=0.1 seed=3',
      'lr=0.01 seed=1',
      'lr=0.01 seed=2',
      'lr=0.01 seed=3',
    ]);
  });

  it('has ranges with both ends, steps, up and down', () => {
    assert.deepEqual(values('1..4'), ['1', '2', '3', '4']);
    assert.deepEqual(values('4..2'), ['4', '3', '2']);
    assert.deepEqual(values('0..1:0.25'), ['0', '0.25', '0.5', '0.75', '1']);
    assert.deepEqual(values('0.1..0.5:0.1'), ['0.1', '0.2', '0.3', '0.4', '0.5']);
    assert.deepEqual(values('-1..1,7'), ['-1', '0', '1', '7']);
    assert.deepEqual(values('1..2:0.4'), ['1', '1.4', '1.8']);
  });

  it('has texts, of which quotes keep spaces and commas together', () => {
    assert.deepEqual(values(`adam,'a, b',"it's",`), ['adam', 'a, b', "it's", '']);
    assert.deepEqual(values('../data,1..x'), ['../data', '1..x']);
  });

  it('takes a flag as it is typed', () => {
    assert.deepEqual(
      readGrid('lr=1 --seed=2 -n=3').map(({ name, flag }) => [name, flag]),
      [
        ['lr', '--lr'],
        ['seed', '--seed'],
        ['n', '-n'],
      ],
    );
  });

  it('becomes a config with numbers and truth values', () => {
    const [first] = combinationsOf(readGrid('lr=1e-3 name=x flag=true big=007 dir=1/2 empty='));
    assert.deepEqual(configOf(first ?? []), { lr: 0.001, name: 'x', flag: true, big: 7, dir: '1/2', empty: '' });
  });

  const faults: Readonly<Record<string, RegExp>> = {
    '': /no parameter/,
    lr: /name=value/,
    '=1': /name=value/,
    '3x=1': /name=value/,
    'a=1 a=2': /a is there twice/,
    "a='1": /quote ' is not closed/,
    'a=1..2000': /more than 1000/,
    'a=0..1:0': /no end/,
    'a=1..100 b=1..100': /10000 combinations/,
  };
  for (const [text, fault] of Object.entries(faults)) {
    it(`is refused as "${text}"`, () => {
      assert.throws(() => readGrid(text), fault);
    });
  }
});

describe('The parameters of a job of a sweep', () => {
  const program: Program = { command: 'python3', args: ['train.py'], shell: false, environment: {} };
  const [combination = []] = combinationsOf(readGrid("lr=0.1 name='a b' -n=2"));

  it('are added as arguments', () => {
    const { args } = withParameters(program, combination, 0);
    assert.deepEqual(args, ['train.py', '--lr', '0.1', '--name', 'a b', '-n', '2']);
  });

  it('take their place in arguments and variables, and are not added then', () => {
    const template = { ...program, args: ['train.py', 'lr={lr}', '{other}'], environment: { RUN: '{name}-{n}' } };
    assert.deepEqual(withParameters(template, combination, 0), {
      ...program,
      args: ['train.py', 'lr=0.1', '{other}'],
      environment: { RUN: 'a b-2' },
    });
  });

  it('are quoted in a line for the shell', () => {
    const line = { ...program, command: 'train --lr={lr} | tee {name}.txt', args: [], shell: true };
    assert.equal(withParameters(line, combination, 0).command, `train --lr=0.1 | tee 'a b'.txt -n 2`);
  });

  it('are variables of a notebook, whose executed copies have different names', () => {
    const notebook = { ...program, args: ['-m', 'sideplot.notebook_job', '/w/a.ipynb'] };
    assert.deepEqual(withParameters(notebook, combination, 4).args.slice(3), [
      '--parameters',
      '{"lr":0.1,"name":"a b","n":2}',
      '--output',
      '/w/a.5.executed.ipynb',
    ]);
  });
});
