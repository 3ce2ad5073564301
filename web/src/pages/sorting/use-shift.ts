// Where one works and with which scanner: chosen once, remembered on this machine (codes of places and devices, nothing of a person). A
// scanner whose inspection is over is used only after a reason and a second person were given, each time the page opens.
import { useState } from 'react';

import type { SortingRules } from './event.ts';

export interface Override {
  readonly remark: string;
  readonly second_person: string;
}

const siteKey = 'buuan.sorting-site';
const scannerKey = 'buuan.scanner';

export function useShift(rules: SortingRules) {
  const [site, setSite] = useState(() => {
    const kept = localStorage.getItem(siteKey);
    const known = rules.sites.find((each) => each.site === kept) ?? rules.sites.find(({ kind }) => kind !== 'service_point') ?? rules.sites[0];
    return known?.site ?? '';
  });
  const [chosen, setChosen] = useState(() => localStorage.getItem(scannerKey) ?? '');
  const [override, setOverride] = useState<Override | null>(null);
  const scanners = rules.scanners.filter((each) => each.site === site);
  const scanner = scanners.find(({ equipment }) => equipment === chosen) ?? scanners.find(({ valid }) => valid) ?? scanners[0] ?? null;
  return {
    site,
    scanners,
    scanner,
    /** Why one goes on, where the scanner's inspection is over. */
    override: scanner?.valid === true ? null : override,
    /** Whether one may X-ray now. */
    ready: scanner !== null && (scanner.valid || override !== null),
    chooseSite: (code: string): void => {
      localStorage.setItem(siteKey, code);
      setSite(code);
      setOverride(null);
    },
    chooseScanner: (code: string): void => {
      localStorage.setItem(scannerKey, code);
      setChosen(code);
      setOverride(null);
    },
    goOn: setOverride,
  };
}

export type Shift = ReturnType<typeof useShift>;
