/** When to warn or to take a step: after this share of the target, or with so many counted seconds left. */
export type Threshold = { share: number } | { leftSeconds: number };

/** Where on the way to its target a threshold lies, in whole counted seconds. */
export function secondsOf(threshold: Threshold, target: number): number {
  return Math.round('share' in threshold ? target * threshold.share : target - threshold.leftSeconds);
}
