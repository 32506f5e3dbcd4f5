/** The playbook answers from a script; its papers must not pass for a model's. */
const labelled = (name: string): string => (name.split(':')[0] === 'playbook' ? `${name} (scripted)` : name);

/** `anthropic:x, reviewer openai:y`: the model of most roles first, then the roles that differ. */
export const modelNames = (models: Readonly<Record<string, string>>): string => {
  const names = Object.values(models);
  const count = (name: string) => names.filter((other) => other === name).length;
  const common = [...new Set(names)].sort((one, other) => count(other) - count(one))[0];
  if (common === undefined) return 'none';
  const others = Object.entries(models).filter(([, name]) => name !== common);
  return [labelled(common), ...others.map(([role, name]) => `${role} ${labelled(name)}`)].join(', ');
};
