/** Mocha's "spec" reporter, which also writes the numbers, and the test that runs, as JSON to $SIDEPLOT_TEST_SUMMARY: with each test, as a suite may not come to its end. */
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

module.exports = class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.SIDEPLOT_TEST_SUMMARY;
    if (!file) return;
    const write = (running) => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending, running }));
    };
    const { EVENT_TEST_BEGIN, EVENT_RUN_END } = Mocha.Runner.constants;
    runner.on(EVENT_TEST_BEGIN, (test) => write(test.fullTitle()));
    runner.once(EVENT_RUN_END, () => write(''));
  }
};
