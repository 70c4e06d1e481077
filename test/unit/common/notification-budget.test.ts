import assert from 'node:assert/strict';
import { NotificationBudget } from '../../../src/common/notification-budget';

describe('The budget of notifications', () => {
  it('lets three of a kind through at once, and tells the rest as a number', () => {
    const budget = new NotificationBudget();
    assert.deepEqual(
      Array.from({ length: 10 }, () => budget.take('failed', 0)),
      [true, true, true, ...Array.from({ length: 7 }, () => false)],
    );
    assert.equal(budget.take('finished', 0), true);
    assert.equal(budget.isHolding, true);
    assert.deepEqual(budget.release(29), []);
    assert.deepEqual(budget.release(30), [['failed', 7]]);
    assert.deepEqual(budget.release(31), []);
    assert.equal(budget.isHolding, false);
  });

  it('lets one through now and then for ever', () => {
    const budget = new NotificationBudget();
    for (let time = 0; time < 10_000; time += 15) assert.equal(budget.take('failed', time), true);
  });
});
