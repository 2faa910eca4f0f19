/**
 * What an argument of a system call is: how the trace prints it. Kinds that end in `Out` are filled in by the call, so they
 * are printed after it.
 */
export type ArgumentKind =
  | 'int'
  | 'unsigned'
  | 'hex'
  | 'pointer'
  | 'fd'
  | 'dirfd'
  | 'path'
  | 'argv'
  | 'environment'
  | 'openFlags'
  | 'mode'
  | 'accessMode'
  | 'atFlags'
  | 'whence'
  | 'fcntlCommand'
  | 'prot'
  | 'mapFlags'
  | 'cloneFlags'
  | 'waitOptions'
  | 'signal'
  | 'signalHow'
  | 'signalSet'
  /** Bytes to be written; their number is the next argument. */
  | 'data'
  /** Bytes that were read; their number is the result. */
  | 'bufferOut'
  | 'statusOut'
  | 'descriptorsOut';
