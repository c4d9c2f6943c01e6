/** Texts that go out unsigned, for tests of what is done with them. */
export const plainTexts = { sign: (text: string) => text, open: (text: string) => text };
