import { SystemError } from './abi/errno.js';
import type { OpenFile } from './fs/open-file.js';

/** Descriptors a process may have open (RLIMIT_NOFILE). */
export const DESCRIPTOR_MAX = 1024;

/** The descriptors of one process. */
export class DescriptorTable {
  private readonly files: (OpenFile | null)[] = [];
  private readonly closeOnExec: boolean[] = [];

  /** The open file description behind a descriptor; null when there is none. */
  get(descriptor: number): OpenFile | null {
    return this.files[descriptor] ?? null;
  }

  /** As `get`, but a descriptor that is not open fails. */
  require(descriptor: number): OpenFile {
    const file = this.get(descriptor);
    if (file === null) throw new SystemError('EBADF');
    return file;
  }

  /** Gives a description the lowest free descriptor that is not below `lowest`. */
  add(file: OpenFile, closeOnExec = false, lowest = 0): number {
    const descriptor = this.lowestFree(lowest);
    this.set(descriptor, file, closeOnExec);
    return descriptor;
  }

  /** Fails when no descriptor is free: asked before something is made that would have to be undone. */
  lowestFree(lowest = 0): number {
    let descriptor = lowest;
    while (this.get(descriptor) !== null) descriptor++;
    if (descriptor >= DESCRIPTOR_MAX) throw new SystemError('EMFILE');
    return descriptor;
  }

  /** Lets a descriptor refer to a description; what it referred to before is closed. */
  set(descriptor: number, file: OpenFile, closeOnExec: boolean): void {
    const before = this.get(descriptor);
    file.acquire();
    while (this.files.length < descriptor) this.files.push(null);
    this.files[descriptor] = file;
    this.closeOnExec[descriptor] = closeOnExec;
    before?.release();
  }

  /** False when it was not open. */
  close(descriptor: number): boolean {
    const file = this.get(descriptor);
    if (file === null) return false;
    this.files[descriptor] = null;
    file.release();
    return true;
  }

  closesOnExec(descriptor: number): boolean {
    return this.closeOnExec[descriptor] ?? false;
  }

  setCloseOnExec(descriptor: number, value: boolean): void {
    this.closeOnExec[descriptor] = value;
  }

  /** All open descriptors, ascending. */
  numbers(): number[] {
    return [...this.files.keys()].filter((descriptor) => this.get(descriptor) !== null);
  }

  clone(): DescriptorTable {
    const copy = new DescriptorTable();
    for (const descriptor of this.numbers()) copy.set(descriptor, this.get(descriptor)!, this.closesOnExec(descriptor));
    return copy;
  }

  /** For the end of a process: nobody is there to hear of a failure, which the file system remembers. */
  closeAll(): void {
    for (const descriptor of this.numbers()) {
      try {
        this.close(descriptor);
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
      }
    }
  }

  closeForExec(): void {
    for (const descriptor of this.numbers()) if (this.closesOnExec(descriptor)) this.close(descriptor);
  }
}
