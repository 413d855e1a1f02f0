/** What is told of an error before it is put into words. */
export interface Refusal {
  status: number;
  code: string;
  details: Record<string, unknown>;
}
