import '../test/support/typescript-loader.mjs';

await import('../test/support/schema/write.ts');
