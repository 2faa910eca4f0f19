import { defineConfig } from 'vitest/config';

// One worker for each core: by default one core stays idle, which is half of them on a small machine.
export default defineConfig({ test: { projects: ['packages/*'], maxWorkers: '100%' } });
