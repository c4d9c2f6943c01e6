/** Looker's Markdown as one line of plain text: no headings, links, emphasis, tables or code blocks. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/^\s*\|.*$/gm, ' ')
    .replace(/^#+\s*(.*?)\.?\s*$/gm, '$1.')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|__/g, '')
    .replace(/<\/?(?:br|p|b|i|code|a)\b[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The leading sentences of a text that fit into `lengthMax` characters; a longer first sentence is cut at a word. */
export function leadingSentences(text: string, lengthMax: number): string {
  let kept = '';
  for (const sentence of sentencesOf(text)) {
    const longer = kept === '' ? sentence : `${kept} ${sentence}`;
    if (longer.length > lengthMax) return kept === '' ? cutAtWord(sentence, lengthMax) : kept;
    kept = longer;
  }
  return kept;
}

// A sentence ends at `.`, `!` or `?` where a capital letter or a quote follows: not after "e.g." or inside a number.
function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=["'A-Z(])/).filter((sentence) => sentence !== '');
}

function cutAtWord(sentence: string, lengthMax: number): string {
  const cut = sentence.slice(0, lengthMax - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > 0 ? cut.slice(0, space) : cut}…`;
}
