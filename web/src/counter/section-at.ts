// Which section a place lies in, for screens that show one section at a time.
import type { Place, Section } from './flow.ts';

export const sectionsInOrder: readonly Section[] = ['sender', 'recipient', 'contents', 'inspection', 'decision'];

export function sectionAt(place: Place): Section {
  if (place.startsWith('thing:') || place === 'explain') return 'contents';
  if (place.startsWith('picture:') || ['signature', 'whyUnsigned', 'witness', 'clerk'].includes(place)) return 'inspection';
  if (place.startsWith('recipient') || ['province', 'commune', 'street'].includes(place)) return 'recipient';
  if (place === 'weight' || place === 'accept') return 'decision';
  return 'sender';
}
