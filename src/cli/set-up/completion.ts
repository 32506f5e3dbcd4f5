import { Argument } from 'commander';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';

type Listed = { readonly name: string; readonly description: string };

/** Options are read from the command's own help when they are completed, so that they are never out of date. */
const scripts: Readonly<Record<string, (commands: readonly Listed[]) => string>> = {
  bash: (commands) => `_ai_scientist() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${commands.map(({ name }) => name).join(' ')}"
  elif [ "\${word#-}" != "$word" ]; then
    words="$("\${COMP_WORDS[0]}" "\${COMP_WORDS[1]}" --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]+' | sort -u)"
  else
    return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _ai_scientist ai-scientist`,
  zsh: (commands) => `#compdef ai-scientist
_ai_scientist() {
  local -a listed
  if (( CURRENT == 2 )); then
    listed=(
${commands.map(({ name, description }) => `      '${name}:${description.replaceAll("'", "'\\''").replaceAll(':', '\\:')}'`).join('\n')}
    )
    _describe command listed
  elif [[ $words[CURRENT] == -* ]]; then
    listed=(\${(f)"$($words[1] $words[2] --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]+' | sort -u)"})
    compadd -a listed
  else
    _files
  fi
}
compdef _ai_scientist ai-scientist`,
  fish: (commands) =>
    [
      ...commands.map(
        ({ name, description }) =>
          `complete -c ai-scientist -n __fish_use_subcommand -f -a ${name} -d '${description.replaceAll("'", "\\'")}'`,
      ),
      `complete -c ai-scientist -n 'not __fish_use_subcommand; and string match -q -- "-*" (commandline -ct)' -f -a '(eval (commandline -opc)[1..2] --help 2>/dev/null | string match -ra -- "--[a-z][a-z-]+" | sort -u)'`,
    ].join('\n'),
};

export const define: DefineCommand = (command) =>
  command
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(scripts)))
    .addHelpText(
      'after',
      `
Examples:
  eval "$(ai-scientist completion bash)"
  eval "$(ai-scientist completion zsh)"
  ai-scientist completion fish | source`,
    )
    .action((shell: string) => {
      const commands = (command.parent?.commands ?? []).map((one) => ({
        name: one.name(),
        description: one.description(),
      }));
      print(scripts[shell]?.(commands) ?? '');
    });
