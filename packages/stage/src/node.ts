/** What needs Node: the host's kernel as an executor, and trees and artifacts on disk. */
export { loadArtifacts, writeArtifacts } from './artifacts.js';
export { hostPrograms, hostRunsI386, i386Emulator, native, readTree, writeTree } from './native.js';
