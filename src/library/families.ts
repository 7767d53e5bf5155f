/** Families by name, for those who ask for one. */
import { configError } from '../config/problem.js';
import { FAMILY_NAMES, familyNamed } from '../model/families.js';
import type { Family } from '../model/family.js';
import { didYouMean, quoted } from '../text.js';

/** A family that is given itself or by name. @throws E_CONFIG with the nearest name if there is none */
export async function familyOf(given: string | Family): Promise<Family> {
  if (typeof given !== 'string') return given;
  const family = await familyNamed(given);
  if (family !== undefined) return family;
  const guess = didYouMean(given, FAMILY_NAMES);
  throw configError(
    `family ${quoted(given)}: there is no such family. ${guess}`.trim(),
    'family',
    `Families: ${FAMILY_NAMES.join(', ')}.`,
  );
}
