import { CodedError } from '../../events/outcome.ts';
import { commandName } from '../command-name.ts';
import type { Services } from '../services.ts';

/** Requirements that a container's image satisfies. */
const inTheImage = ['bubblewrap', 'LaTeX', 'Python'];

/**
 * Finds everything that a run needs, before it starts. Throws CodedError('setup.missing'), ('home.*') or
 * ('results.not_writable').
 */
export const checkRequirements = async (services: Services, sandbox = 'auto'): Promise<void> => {
  await services.home();
  await services.openResults(services.resultsFolder);
  const needed = (await services.requirements())
    .filter(({ name }) => name !== 'nats-server' || !process.env.NATS_URL)
    .filter(({ name }) => !/^docker/.test(sandbox) || !inTheImage.includes(name))
    .filter(({ name }) => sandbox !== 'none' || name !== 'bubblewrap');
  const findings = await Promise.all(needed.map(async ({ name, find }) => ({ name, ...(await find()) })));
  const missing = findings.filter((finding) => !finding.found);
  const [first] = missing;
  if (first === undefined || first.found) return;
  const others =
    missing.length === 1
      ? ''
      : ` (and ${missing
          .slice(1)
          .map(({ name }) => name)
          .join(', ')})`;
  throw new CodedError(
    'setup.missing',
    `${first.name} is missing: ${first.problem}; ${first.remedy}${others}; ${commandName} setup installs what it can`,
  );
};
