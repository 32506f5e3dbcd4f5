/** The maximum length of an abstract; a larger position is an error in the index. */
const maximumWords = 20_000;

/** Rebuilds the text from `{word: [positions]}`; words without a valid position are left out. */
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
