export { type Profile, Profiler, type ProfileSample } from './profiler.js';
export { devToolsProfile, foldedStacks, profileTable } from './render.js';
