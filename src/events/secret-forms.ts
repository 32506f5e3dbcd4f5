/**
 * Patterns of recognisable keys. Each starts with a distinctive prefix and has bounded parts, so that matching takes
 * linear time; plain words such as `sk-learn-classification` do not match.
 */
const shapes: readonly RegExp[] = [
  /(?<![\w-])sk-(?:[\w-]{0,100}?[-_])?(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{16,200}[\w-]{0,200}/g,
  /(?<!\w)gh[pousr]_[A-Za-z0-9]{30,255}/g,
  /(?<!\w)github_pat_\w{22,255}/g,
  /(?<!\w)(?:AKIA|ASIA)[A-Z0-9]{16}(?!\w)/g,
  /(?<!\w)hf_[A-Za-z0-9]{30,200}/g,
  /(?<![\w-])xox[abeprs]-[A-Za-z0-9-]{10,250}/g,
  /(?<!\w)AIza[\w-]{35}/g,
  /(?<![\w-])glpat-[\w-]{20,100}/g,
  /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/g,
  /(?<![\w-])eyJ[\w-]{10,2000}\.[\w-]{10,4000}\.[\w-]{10,2000}/g,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]{0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
];

/** Matches incomplete keys at the end of a text that will continue. */
export const beginningOfShape =
  /(?:(?<![\w-])(?:sk-|gh[pousr]_|github_pat_|AKIA|ASIA|hf_|xox[abeprs]-|AIza|glpat-|npm_|eyJ)[\w.-]{0,2000}|-----BEGIN [A-Z ]{0,60}-{0,5}|-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]{0,4000}(?:-{1,5}(?:[A-Z][A-Z ]{0,60}-{0,4})?)?)$/;

/** Prefixes of the keys: the end of a text may be the start of one. */
export const signs: readonly string[] = [
  'sk-',
  ...['p', 'o', 'u', 's', 'r'].map((letter) => `gh${letter}_`),
  'github_pat_',
  'AKIA',
  'ASIA',
  'hf_',
  ...['a', 'b', 'e', 'p', 'r', 's'].map((letter) => `xox${letter}-`),
  'AIza',
  'glpat-',
  'npm_',
  'eyJ',
  '-----BEGIN ',
];

export const withoutShapes = (text: string, shapesOfOnesOwn: readonly RegExp[], instead: string): string =>
  [...shapes, ...shapesOfOnesOwn].reduce((left, shape) => left.replace(shape, () => instead), text);

const bytesOf = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text));

/** The part of a text's base64 form that does not depend on its surroundings, for each of the three alignments. */
const base64Within = (text: string): readonly string[] => {
  const bytes = bytesOf(text);
  return [0, 1, 2].map((before) => {
    const [from, to] = [Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)];
    return btoa(`${'\0'.repeat(before)}${bytes}`).slice(from, to);
  });
};

const hexOf = (text: string): string =>
  [...bytesOf(text)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');

/**
 * Returns the forms in which a secret may appear: verbatim, in JSON, URL-encoded, in hexadecimal, and in base64, also
 * within a longer text such as basic authentication.
 */
export const formsOf = (secret: string): readonly string[] => {
  const wellFormed = secret.toWellFormed();
  const address = encodeURIComponent(wellFormed);
  const base64 = base64Within(wellFormed);
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    ...new Set([
      secret,
      json,
      JSON.stringify(json).slice(1, -1),
      address,
      address.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
      address.replaceAll('%20', '+'),
      hexOf(wellFormed),
      ...base64,
      ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ];
};
