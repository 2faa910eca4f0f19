import { defineConfig } from 'tsup';
import { stagePackageBuild } from '../../tsup.base.js';

export default defineConfig(stagePackageBuild());
