import { bundle, bundleOnChange } from './bundle.mjs';

// Nest starts this file instead of dist/main.js after each compilation, because it empties dist/ before the first
// one.
await bundle();
await bundleOnChange();
await import('../dist/main.js');
