import type { Draft } from '../../../events/projections/idea-files.ts';
import { sectionNames } from '../../../events/vocabulary/names.ts';

/** A draft from its title to its last section, in the order of the paper. */
export const draftLines = ({ title, sections }: Draft): readonly string[] => {
  if (title === '' && Object.keys(sections).length === 0) return ['no paper has been started'];
  const others = Object.keys(sections).filter((name) => !(sectionNames as readonly string[]).includes(name));
  const written = [...sectionNames, ...others].filter((name) => sections[name] !== undefined);
  return [title, ...written.flatMap((name) => ['', `── ${name}`, ...(sections[name] as string).split('\n')])];
};
