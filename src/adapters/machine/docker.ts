import type { Requirement } from '../../ports/requirement.ts';
import { connectEngine, engineAddress, engineVersion, findImage } from '../sandbox/docker/engine.ts';

/** Optional: without it, experiments run in bubblewrap. */
export const dockerRequirement = (image: string): Requirement => ({
  name: 'Docker',
  purpose: 'optional: runs experiments in containers instead of bubblewrap',
  find: async () => {
    const install = 'not needed; to use it, install Docker or Podman, or set DOCKER_HOST';
    try {
      const docker = connectEngine();
      const version = await engineVersion(docker);
      if (version === undefined) {
        return { found: false, problem: `no engine answers at ${engineAddress()}`, remedy: install };
      }
      const found = await findImage(docker, image).catch(() => undefined);
      if (found !== undefined) return { found: true, version, path: `${image} ${found.digest.slice(0, 19)}` };
      return { found: false, problem: `${version} has no image ${image}`, remedy: 'run "ai-scientist sandbox build"' };
    } catch (error) {
      return { found: false, problem: (error as Error).message, remedy: install };
    }
  },
});
