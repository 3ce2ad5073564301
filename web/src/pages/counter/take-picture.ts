import type { Desk } from '../../counter/desk.ts';
import { startCamera, takeFromCamera } from '../../device/camera.ts';

/** A picture for a slot, or words why there is none. */
export function takeForSlot(desk: Desk, slot: string | null): void {
  if (desk.locked) return;
  if (slot === null) return desk.said.set({ code: 'no_slot' });
  const coming = takeFromCamera(slot);
  if (coming) return void desk.expectPicture(slot, coming);
  desk.said.set({ code: 'camera_busy' });
  void startCamera();
}
