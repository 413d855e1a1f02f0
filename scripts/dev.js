import { bundle, bundleOnChange } from './bundle.mjs';

// Nest starts this in the place of dist/main.js each time it has compiled, for it empties dist/ before the first time.
await bundle();
await bundleOnChange();
await import('../dist/main.js');
