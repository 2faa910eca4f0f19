import { constants } from 'node:os';

/** The user asked to stop: the reason with which everything is aborted. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly signalName: 'SIGINT' | 'SIGTERM') {
    super(`stopped by ${signalName}`);
  }

  /** 130 for Ctrl-C. */
  get status(): number {
    return 128 + constants.signals[this.signalName];
  }
}

/**
 * Gives work an `AbortSignal` that Ctrl-C and SIGTERM trigger, so that it can end with nothing half-written. A second
 * Ctrl-C does not wait for that.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = (signalName: 'SIGINT' | 'SIGTERM') => {
    const reason = new Interrupted(signalName);
    if (controller.signal.aborted) process.exit(reason.status);
    controller.abort(reason);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const result = await work(controller.signal);
    controller.signal.throwIfAborted();
    return result;
  } catch (error) {
    // Whatever an aborted piece of work throws, the reason is that it was aborted.
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
