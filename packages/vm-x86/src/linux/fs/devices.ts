import { Errno, SystemError } from '../abi/errno.js';
import { FileType } from '../abi/files.js';
import type { RandomStream } from '../random.js';
import { Directory } from './directory.js';
import { FileSystem, type FileSystemHost } from './file-system.js';
import { Inode, SymbolicLink } from './inode.js';
import { OpenFile } from './open-file.js';

/** What a character device does with transfers. */
interface Driver {
  read(bytes: Uint8Array, at: number, count: number): number;
  write(bytes: Uint8Array, at: number, count: number): number;
}

const swallow = (_bytes: Uint8Array, _at: number, count: number): number => count;

const nullDriver: Driver = { read: () => 0, write: swallow };

const zeroDriver: Driver = {
  read(bytes, at, count) {
    bytes.fill(0, at, at + count);
    return count;
  },
  write: swallow,
};

const fullDriver: Driver = { read: zeroDriver.read, write: () => -Errno.ENOSPC };

function randomDriver(random: RandomStream): Driver {
  return {
    read(bytes, at, count) {
      random.fill(bytes, at, count);
      return count;
    },
    write: swallow,
  };
}

/** A character device of /dev. */
class Device extends Inode {
  readonly type = FileType.character;

  constructor(
    fileSystem: FileSystem,
    private readonly major: number,
    private readonly minor: number,
    private readonly driver: Driver | null,
  ) {
    super(fileSystem, 0o666);
  }

  override get deviceNumber(): number {
    return (this.major << 8) | this.minor;
  }

  override open(flags: number, path: string): OpenFile {
    if (this.driver === null) throw new SystemError('ENXIO');
    return new OpenDevice(this, this.driver, flags, path);
  }
}

class OpenDevice extends OpenFile {
  constructor(
    device: Device,
    private readonly driver: Driver,
    flags: number,
    path: string,
  ) {
    super(device, flags, path);
  }

  override read(bytes: Uint8Array, at: number, count: number): number {
    return this.driver.read(bytes, at, count);
  }

  override write(bytes: Uint8Array, at: number, count: number): number {
    return this.driver.write(bytes, at, count);
  }

  override readAt(bytes: Uint8Array, at: number, count: number): number {
    return this.driver.read(bytes, at, count);
  }

  override writeAt(bytes: Uint8Array, at: number, count: number): number {
    return this.driver.write(bytes, at, count);
  }

  override seek(): number {
    return 0;
  }
}

/** The file system of /dev. There is no terminal, so /dev/tty cannot be opened. */
export function makeDevices(host: FileSystemHost, random: RandomStream): FileSystem {
  const fileSystem = new FileSystem(host);
  const { root } = fileSystem;
  const add = (name: string, major: number, minor: number, driver: Driver | null) =>
    root.attach(name, new Device(fileSystem, major, minor, driver));
  add('null', 1, 3, nullDriver);
  add('zero', 1, 5, zeroDriver);
  add('full', 1, 7, fullDriver);
  add('random', 1, 8, randomDriver(random));
  add('urandom', 1, 9, randomDriver(random));
  add('tty', 5, 0, null);
  root.attach('fd', new SymbolicLink(fileSystem, '/proc/self/fd'));
  root.attach('stdin', new SymbolicLink(fileSystem, '/proc/self/fd/0'));
  root.attach('stdout', new SymbolicLink(fileSystem, '/proc/self/fd/1'));
  root.attach('stderr', new SymbolicLink(fileSystem, '/proc/self/fd/2'));
  root.attach('shm', new Directory(fileSystem, 0o1777));
  return fileSystem;
}
