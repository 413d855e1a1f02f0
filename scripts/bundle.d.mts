export function bundle(): Promise<void>;
export function bundleOnChange(): Promise<void>;
