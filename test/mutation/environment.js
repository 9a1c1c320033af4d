const { TestEnvironment } = require('jest-environment-node');

/** Skips what is left after the first failure: a mutant dies only once. */
class UntilFirstFailure extends TestEnvironment {
  handleTestEvent({ name, test }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') {
      this.hasFailed = true;
    }
    if (name === 'test_start' && this.hasFailed) {
      test.mode = 'skip';
    }
  }
}

module.exports = UntilFirstFailure;
