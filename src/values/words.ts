/** The words of a text in small letters, without what is not of the Latin alphabet. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
