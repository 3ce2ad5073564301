// What went of a day, deletion by deletion: classes that went together share one entry of the log, and so one proof.
import type { components } from '../../api/api.d.ts';

type ClassOfDay = components['schemas']['DayKept']['classes'][number];
type Gone = NonNullable<ClassOfDay['gone']>;

export interface Deletion {
  readonly entry: string;
  readonly at: string;
  readonly grade: Gone['grade'];
  readonly inBackupsUntil: string | null;
  readonly classes: readonly [ClassOfDay['class'], ...ClassOfDay['class'][]];
}

/** The oldest first. */
export function deletionsOf(classes: readonly ClassOfDay[]): Deletion[] {
  const found = new Map<string, Deletion>();
  for (const { class: name, gone } of classes) {
    if (!gone) continue;
    const { entry, at, grade, in_backups_until = null } = gone;
    const before = found.get(entry);
    found.set(entry, before ? { ...before, classes: [...before.classes, name] } : { entry, at, grade, inBackupsUntil: in_backups_until, classes: [name] });
  }
  return [...found.values()].toSorted((one, other) => one.at.localeCompare(other.at));
}
