// Adds each run's totals to the file that LATCHKEY_TOTALS names, so that CI can sum up several runs in one line.
const { appendFileSync } = require("node:fs");

module.exports = class TotalsReporter {
  onRunComplete(_, { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
    const file = process.env.LATCHKEY_TOTALS;
    if (!file) return;
    // A suite that does not even load has no failed test: count it as one.
    appendFileSync(
      file,
      `${numPassedTests} ${numFailedTests + numRuntimeErrorTestSuites} ${numPendingTests}\n`,
    );
  }
};
