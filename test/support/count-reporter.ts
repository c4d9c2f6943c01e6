import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Ends a run with the names of the skipped tests and one line: `N passed, N failed, N skipped`. */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const withResult = (state: string) => tests.filter((test) => test.result().state === state);
    // A file can fail without any test of it failing: it did not load, or a hook failed.
    const brokenFiles = modules.filter(
      (module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length,
    ).length;
    const failed = withResult('failed').length + brokenFiles + errors.length;
    const skipped = [...withResult('skipped'), ...withResult('pending')];
    const lines = [...skipped.map((test: TestCase) => `skipped: ${test.fullName}`)];
    process.stdout.write(
      `${[...lines, `${withResult('passed').length} passed, ${failed} failed, ${skipped.length} skipped`].join('\n')}\n`,
    );
  }
}
