/** The settings of the profiles in a template's experiment.py: `"quick": Settings(name=value, …)`. */
const profile = /"(\w{1,100})": Settings\(\n((?:(?!: Settings\()[\s\S])*?)\n {4}\)/g;
const assignment = /^[ \t]*(\w+)=([^\n]+?),?$/gm;

const numberOf = (text: string): string => {
  const value = Number(text);
  if (Number.isNaN(value)) return text;
  return value >= 1e-4 || value === 0 ? String(value) : text;
};

const assignmentsIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...text.matchAll(assignment)].map(([, name = '', value = '']) => [name, numberOf(value)] as const),
  );

/**
 * Returns the settings of the profile that an environment variable names; otherwise of the first one with exactly these
 * datasets; empty when there is none.
 */
export const settingsFor = (
  experiment: string,
  datasets: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => {
  const wanted = [...datasets].sort().join(' ');
  const profiles = [...experiment.matchAll(profile)].map(([, name = '', body = '']) => ({
    name,
    settings: assignmentsIn(body),
  }));
  const found =
    profiles.find(({ name }) => Object.values(variables).includes(name)) ??
    profiles.find(({ settings }) => (settings.datasets?.match(/\w+/g) ?? []).sort().join(' ') === wanted);
  return found?.settings ?? {};
};
