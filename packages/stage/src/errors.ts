/** Stable codes of the errors of stages, steps, chains and locks. */
export type StageErrorCode =
  | 'BAD_SCRIPT'
  | 'BAD_SOURCE'
  | 'MISSING_TOOL'
  | 'MISSING_OUTPUT'
  | 'NOT_EXECUTABLE'
  | 'NOT_IDENTICAL'
  | 'STEP_FAILED'
  | 'TOOL_FAILED'
  | 'BAD_CALL'
  | 'BAD_LOCK'
  | 'DUPLICATE_STAGE'
  | 'NO_NATIVE_ENGINE';

/** Something that keeps a stage, a step or a chain from being what it says. */
export class StageError extends Error {
  override readonly name = 'StageError';

  constructor(
    readonly code: StageErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
