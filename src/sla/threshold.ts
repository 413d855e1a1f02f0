/** States when to warn or to take a step: after this share of the target, or when so many counted seconds are left. */
export type Threshold = { share: number } | { leftSeconds: number };

/** Returns where on the way to its target a threshold lies, in whole counted seconds. */
export function secondsOf(threshold: Threshold, target: number): number {
  return Math.round('share' in threshold ? target * threshold.share : target - threshold.leftSeconds);
}
