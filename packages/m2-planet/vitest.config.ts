import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { name: 'm2-planet' } });
