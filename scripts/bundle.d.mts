/** Makes dist/browser of what the sources say now. */
export function bundle(): Promise<void>;
export function bundleOnChange(): Promise<void>;
