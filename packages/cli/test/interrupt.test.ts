import { afterEach, describe, expect, it, vi } from 'vitest';
import { interruptible } from '../src/interrupt.js';

const listeners = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');

describe('interruptible work', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('gives its result, and leaves no handler behind', async () => {
    const before = listeners();
    expect(await interruptible(async () => 'done')).toBe('done');
    expect(listeners()).toBe(before);
  });

  it('fails with its own error', async () => {
    const broken = interruptible(() => Promise.reject(new Error('broken')));
    await expect(broken).rejects.toThrow('broken');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is aborted by %s, whatever it makes of that', async (name, status) => {
    const before = listeners();
    for (const outcome of [() => Promise.resolve('done'), () => Promise.reject(new Error('half done'))]) {
      const work = interruptible((signal) => {
        process.emit(name, name);
        expect(signal.aborted).toBe(true);
        return outcome();
      });
      await expect(work).rejects.toMatchObject({ name: 'Interrupted', message: `stopped by ${name}`, status });
    }
    expect(listeners()).toBe(before);
  });

  it('is not waited for after a second Ctrl-C', async () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never);
    const work = interruptible(async () => {
      process.emit('SIGINT', 'SIGINT');
      expect(exit).not.toHaveBeenCalled();
      process.emit('SIGINT', 'SIGINT');
      expect(exit).toHaveBeenCalledWith(130);
    });
    await expect(work).rejects.toMatchObject({ status: 130 });
  });
});
