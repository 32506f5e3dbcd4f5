import { CodedError } from '../events/outcome.ts';
import { commandName } from './command-name.ts';
import type { Services } from './services.ts';

/** Finds everything that a run needs before anything is begun. Throws CodedError('setup.missing') or ('home.*'). */
export const checkRequirements = async ({ requirements, home }: Services): Promise<void> => {
  await home();
  const needed = requirements.filter(({ name }) => name !== 'nats-server' || !process.env.NATS_URL);
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
