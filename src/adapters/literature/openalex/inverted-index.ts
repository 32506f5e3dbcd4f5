/** No abstract is longer; a position beyond is a fault of the index. */
const maximumWords = 20_000;

/** The text behind `{word: [positions]}`; a word at no position in order of the text is left out. */
export const abstractOf = (index: unknown): string | null => {
  if (typeof index !== 'object' || index === null || Array.isArray(index)) return null;
  const placed = Object.entries(index).flatMap(([word, positions]) =>
    (Array.isArray(positions) ? positions : [])
      .filter((position) => Number.isInteger(position) && position >= 0 && position < maximumWords)
      .map((position: number) => ({ word, position })),
  );
  const text = placed
    .sort((one, other) => one.position - other.position)
    .map(({ word }) => word)
    .join(' ');
  return text === '' ? null : text;
};
