import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Tests do not time: a slow machine only takes longer.
  test: { testTimeout: 120_000, name: 'mes' },
});
