import type { OnCallRoster } from './rosters.service.js';

interface Place {
  departmentId: string;
  region: string | null;
}

/** The department's own roster comes before the company's, and among these the region's before that for everybody. */
export function onCallFor({ departmentId, region }: Place, rosters: readonly OnCallRoster[]): string[] {
  const places = [
    { departmentId, region },
    { departmentId, region: null },
    { departmentId: null, region },
    { departmentId: null, region: null },
  ];
  const serving = places.map((place) =>
    rosters.find((one) => one.departmentId === place.departmentId && one.region === place.region),
  );
  return serving.find((roster) => roster !== undefined)?.onCall ?? [];
}
