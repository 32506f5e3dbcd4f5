/** True for `playbook`, `<endpoint>:<model>`, and `<model>@<address of a server>`. */
export const isModelName = (text: string): boolean =>
  /^(?:[a-z][a-z0-9-]*(?::\S+)?|[^\s@]{1,200}@https?:\/\/\S+)$/.test(text);

/** What a model's name looks like, for messages. */
export const modelNameForms =
  'playbook, <endpoint>:<model> or <model>@<address>, such as qwen3:32b@http://10.0.0.5:9000/v1';
