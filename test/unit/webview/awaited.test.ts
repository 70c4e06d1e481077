import assert from 'node:assert/strict';
import { AwaitedPresses, AwaitedValue } from '../../../src/webview/awaited';

describe('A value that was sent to the program', () => {
  const sending = (...values: readonly number[]) => {
    const awaited = new AwaitedValue(1);
    for (const value of values) awaited.send(value);
    return awaited;
  };

  it('is shown, and pending until the program has it', () => {
    const awaited = sending(2);
    assert.deepEqual([awaited.shown, awaited.isPending], [2, true]);
    awaited.confirm(2);
    assert.deepEqual([awaited.shown, awaited.isPending, awaited.isOpen], [2, false, false]);
  });

  it('stays pending while the program answers to those before', () => {
    const awaited = sending(2, 3, 4);
    awaited.confirm(3);
    assert.deepEqual([awaited.shown, awaited.isPending], [4, true]);
    awaited.confirm(4);
    assert.deepEqual([awaited.shown, awaited.isPending], [4, false]);
  });

  it('gives way to another value of the program', () => {
    const awaited = sending(2, 3);
    awaited.confirm(2.5);
    assert.deepEqual([awaited.shown, awaited.isPending], [2.5, false]);
  });

  it('that the program has already is not pending, and the one before it does not come back', () => {
    const awaited = sending(2, 1);
    assert.deepEqual([awaited.shown, awaited.isPending, awaited.isOpen], [1, false, true]);
    awaited.confirm(2);
    assert.deepEqual([awaited.shown, awaited.isPending], [1, true]);
    awaited.confirm(1);
    assert.deepEqual([awaited.shown, awaited.isPending, awaited.isOpen], [1, false, false]);
  });

  it('is forgotten when nobody answers any more', () => {
    const awaited = sending(2);
    awaited.forget();
    assert.deepEqual([awaited.shown, awaited.isPending, awaited.isOpen], [1, false, false]);
  });
});

describe('The presses of a button', () => {
  it('are pending until the program knows of all of them', () => {
    const presses = new AwaitedPresses(3);
    presses.send();
    presses.send();
    assert.equal(presses.isPending, true);
    presses.confirm(4);
    assert.deepEqual([presses.count, presses.isPending], [4, true]);
    presses.confirm(5);
    assert.deepEqual([presses.count, presses.isPending], [5, false]);
  });

  it('are forgotten by a program that begins anew', () => {
    const presses = new AwaitedPresses(3);
    presses.send();
    presses.confirm(0);
    assert.deepEqual([presses.count, presses.isPending], [0, false]);
  });

  it('may come from elsewhere', () => {
    const presses = new AwaitedPresses(0);
    presses.confirm(7);
    assert.deepEqual([presses.count, presses.isPending], [7, false]);
    presses.send();
    assert.equal(presses.isPending, true);
    presses.forget();
    assert.equal(presses.isPending, false);
  });
});
