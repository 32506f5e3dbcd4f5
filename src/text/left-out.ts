import type { LeftOut } from '../events/vocabulary/experiment.ts';
import { plural } from './quantities.ts';

/** `14 parts of the result were not kept: run_1/a.bin (its name is not UTF-8), … and 13 more`. */
export const leftOutText = ({ count, first }: LeftOut): string => {
  const more = count - first.length;
  const listed = first.map(({ path, reason }) => `${path} (${reason})`).join(', ');
  return `${plural(count, 'part')} of the result ${count === 1 ? 'was' : 'were'} not kept: ${listed}${more > 0 ? `, and ${more} more` : ''}`;
};
