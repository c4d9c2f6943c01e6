import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. */
const LONGEST = [
  'test/e2e/dashboard-pages.test.ts',
  'test/contract/concurrent-rules.test.ts',
  'test/contract/hostile-input/hostile-input.test.ts',
  'test/e2e/master-key-check.test.ts',
  'test/e2e/waiting-calls.test.ts',
  'test/e2e/create-organization.test.ts',
  'test/e2e/local-files.test.ts',
  'test/e2e/local-mode.test.ts',
  'test/e2e/query-handles.test.ts',
  'test/e2e/passwords.test.ts',
];

/** Begins with the longest files, also on a machine that has never run them: else one worker ends long after the other. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const longest = LONGEST.flatMap((name) => others.filter(({ moduleId }) => moduleId.endsWith(`/${name}`)));
    return [...longest, ...others.filter((file) => !longest.includes(file))];
  }
}
