/**
 * The contract of a bootstrap stage: tools and sources in, tools out, everything on record.
 *
 * @packageDocumentation
 */
export { type Chain, type ChainResult, chain, upTo } from './chain.js';
export { StageError, type StageErrorCode } from './errors.js';
export { EXPORT_SCRIPT, type ExportedTree, exportTree } from './export.js';
export { type Files, inFolder, isElf, sameBytes, sha256 } from './files.js';
export { type FunctionStageDefinition, stageFromFunction } from './function-stage.js';
export { type Command, parseScript } from './kaem.js';
export {
  compareWithLock,
  formatLock,
  type Lock,
  type LockedStep,
  lockedTool,
  lockOf,
  parseLock,
  updatedLock,
} from './lock.js';
export {
  type ArtifactRef,
  commandOf,
  type GraphNode,
  type Provenance,
  type ProvenanceEdge,
  type ProvenanceGraph,
  provenanceGraph,
  refOf,
  type StepRecord,
  type ToolRecord,
  toDot,
  toText,
} from './provenance.js';
export {
  type BuildOptions,
  defineStage,
  type FolderStageDefinition,
  type Outputs,
  type Stage,
  type StageDefinition,
  type StageEvent,
  stageFromFolder,
} from './stage.js';
export { type Executor, machine, type Step, type StepResult } from './step.js';
export {
  defineTool,
  type Explain,
  explainWith,
  onlyInput,
  stem,
  type Tool,
  type ToolDefinition,
  type ToolOptions,
  type ToolResult,
  toolsOf,
} from './tool.js';
export { pathOf } from './tree.js';
