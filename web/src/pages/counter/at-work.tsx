// What every place of acceptance does while it is open: the camera with the item in hand, the engine, what is needed without a network.
import { useEffect } from 'react';

import { useStore } from '../../app/store.ts';
import { takeInHand } from '../../app/work-in-hand.ts';
import { isUntouched } from '../../counter/form.ts';
import { startCamera } from '../../device/camera.ts';
import { loadScreening, screening } from '../../screening/screening.ts';
import { useForm } from './desk-context.ts';

const offLine = () => import('../../offline/submit.ts');
const afterFirstKey_ms = 1500;

/** What the counter needs without a network is fetched once it can be typed in. */
export function useOffLine(counter: string): void {
  useEffect(() => {
    const timer = setTimeout(() => void offLine().then(({ atCounter }) => atCounter(counter), () => undefined), afterFirstKey_ms);
    return () => clearTimeout(timer);
  }, [counter]);
}

/** While an item is begun the camera is on, and no new version of the app comes in between. */
export function InHand() {
  const begun = useForm((form) => !isUntouched(form));
  useEffect(() => {
    if (!begun) return undefined;
    void startCamera();
    return takeInHand();
  }, [begun]);
  return null;
}

const againMs = 20_000;

/** The engine comes after the page can be typed in, and is tried again until it is there. */
export function useScreening(day: string): void {
  const engine = useStore(screening);
  useEffect(() => {
    if (engine !== null) return undefined;
    void loadScreening(day);
    const timer = setInterval(() => void loadScreening(day), againMs);
    return () => clearInterval(timer);
  }, [engine, day]);
}
