/** A warning or step is due after this share of the target, or when so many counted seconds are left. */
export type Threshold = { share: number } | { leftSeconds: number };

export function secondsOf(threshold: Threshold, target: number): number {
  return Math.round('share' in threshold ? target * threshold.share : target - threshold.leftSeconds);
}
