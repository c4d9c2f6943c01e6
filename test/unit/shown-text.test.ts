import { describe, expect, it } from 'vitest';
import { firstParagraphOf, pageTitleOf } from '../../src/doctor/shown-text.js';

describe('what the doctor quotes of a page', () => {
  it('is its title and its first paragraph, without tags and entities', () => {
    const page =
      '<html><title lang="en">Not &here</title><pre>x</pre><p class="a">The <b>page</b> is &lt;gone&gt;.</p><p>2</p>';
    expect(pageTitleOf(page)).toBe('Not &here');
    expect(firstParagraphOf(page)).toBe('The page is <gone>.');
  });

  it.each(['<p', '<p ', '<p>', '<p>&', '<title', '<title>'])('is read soon where a page is nothing but %j', (begun) => {
    const page = begun.repeat(500_000);
    const before = process.cpuUsage();
    expect([pageTitleOf(page), firstParagraphOf(page)]).toEqual(['', '']);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(2000);
  });
});
