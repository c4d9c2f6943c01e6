import { existsSync } from 'node:fs';

/** Where Debian's Chromium lies. */
export const CHROMIUM = '/usr/bin/chromium';

export const CURL = '/usr/bin/curl';

/**
 * Whether tests that need a program may be skipped: not where everything is required (`REQUIRE_ALL=1`), so that a missing
 * program there is a failure and not a silence.
 */
export const isMissing = (program: string): boolean => process.env.REQUIRE_ALL !== '1' && !existsSync(program);
