import type { KnownRoles } from '../../src/actors/known-roles.ts';
import type { TrustedRole, TrustedRoles } from '../../src/ports/trusted-roles.ts';

/** A machine that remembers no added role, or these, and takes a place's name for its hash. */
export const trustedRoles = (remembered: TrustedRole[] = []): TrustedRoles => ({
  list: async () => remembered,
  remember: async (roles) => {
    remembered.push(...roles);
  },
  hashOf: async (place) => `hash of ${place}`,
});

export const knownTo = (version: string, named: readonly string[] = []): KnownRoles => ({
  version,
  named,
  trusted: trustedRoles(),
});
