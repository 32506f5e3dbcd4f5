import type { KnownRoles } from '../../src/actors/roles/known.ts';
import type { TrustedRole, TrustedRoles } from '../../src/ports/trusted-roles.ts';

/** Trusts no added role, or only the given ones; derives a fake hash from the path. */
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
