import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMount, directory, type Mount, MountError, type MountSource, run, symlink } from '../../src/index.js';
import { Open } from '../../src/linux/abi/files.js';
import { HostSink, HostSource } from '../../src/node/host-files.js';
import { HostPaths } from '../../src/node/host-paths.js';
import { hostDirectory } from '../../src/node.js';
import { GuestProgram } from './helpers/guest-program.js';
import { runGuest, text, wordsOf } from './helpers/native.js';

const { RDONLY, WRONLY, RDWR, CREAT, TRUNC, APPEND } = Open;
const NEW = WRONLY | CREAT | TRUNC;
const linuxOnly = test.skipIf(process.platform === 'win32');

let host: string;
let outside: string;

beforeEach(() => {
  const top = mkdtempSync(join(tmpdir(), 'mount-'));
  host = join(top, 'inside');
  outside = join(top, 'outside');
  mkdirSync(host);
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret'), 'secret');
});

afterEach(() => rmSync(join(host, '..'), { recursive: true }));

/** Runs a program of calls with the host directory at /m; returns the results of the calls and what else was written. */
async function calls(mount: Mount, write: (g: GuestProgram) => void, options = {}): Promise<number[]> {
  const g = new GuestProgram();
  write(g);
  const { stdout } = await runGuest(g.finish(), { mounts: { '/m': mount }, cwd: '/m', ...options });
  return wordsOf(stdout);
}

/** What the guest reads at a path; null when it cannot. */
async function readIn(mount: Mount, path: string, files = {}): Promise<string | number> {
  const g = new GuestProgram();
  const buffer = g.space(64);
  g.plain('open', g.text(path), RDONLY, 0).save(buffer);
  g.plain('read', buffer.value, buffer.plus(4), 60).save(buffer.plus(0));
  const { stdout } = await runGuest(g.plain('write', 1, buffer, 64).exit(0), {
    mounts: { '/m': mount },
    cwd: '/m',
    files,
  });
  const length = wordsOf(stdout)[0]!;
  return length < 0 ? length : text(stdout.slice(4, 4 + length));
}

describe('read-only', () => {
  test('files and directories can be read, nothing can be changed', async () => {
    mkdirSync(join(host, 'd'));
    writeFileSync(join(host, 'd/file'), 'contents');
    symlinkSync('d/file', join(host, 'link'));
    const mount = hostDirectory(host, { mode: 'read-only' });
    expect(await readIn(mount, 'link')).toBe('contents');
    const EROFS = -30;
    const results = await calls(mount, (g) => {
      const file = g.text('d/file');
      g.call('open', file, RDWR, 0);
      g.call('open', file, RDONLY | TRUNC, 0);
      g.call('open', g.text('new'), NEW, 0o644);
      g.call('mkdir', g.text('new'), 0o755);
      g.call('unlink', file);
      g.call('rmdir', g.text('d'));
      g.call('rename', file, g.text('x'));
      g.call('link', file, g.text('x'));
      g.call('symlink', file, g.text('x'));
      g.call('chmod', file, 0o600);
      g.call('truncate', file, 0);
      g.call('utime', file, 0);
      g.call('chown32', file, 0, 0);
      g.call('access', file, 2);
      g.call('access', file, 4);
    });
    expect(results).toEqual([EROFS, EROFS, EROFS, EROFS, EROFS, -39, ...new Array<number>(8).fill(EROFS), 0]);
    expect(readFileSync(join(host, 'd/file'), 'utf8')).toBe('contents');
  });

  linuxOnly('permissions and names of any bytes', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${host}/`), Buffer.from([0x66, 0xff, 0xc3, 0xbc])]), 'odd');
    writeFileSync(join(host, 'tool'), '');
    chmodSync(join(host, 'tool'), 0o751);
    const g = new GuestProgram();
    const name = g.bytes([0x66, 0xff, 0xc3, 0xbc, 0]);
    const stat = g.space(96);
    g.call('access', name, 4);
    g.call('stat64', g.text('tool'), stat);
    g.recordWord(stat.plus(16));
    const { stdout } = await runGuest(g.finish(), {
      mounts: { '/m': hostDirectory(host, { mode: 'read-only' }) },
      cwd: '/m',
    });
    expect(wordsOf(stdout)).toEqual([0, 0, 0o100751]);
  });

  test('times are the machine’s own, or the host’s when asked for', async () => {
    writeFileSync(join(host, 'a'), '');
    utimesSync(join(host, 'a'), 1234567, 1234567);
    const mtime = (times: 'fixed' | 'host') =>
      calls(
        hostDirectory(host, { mode: 'read-only', times }),
        (g) => {
          const stat = g.space(96);
          g.plain('stat64', g.text('a'), stat);
          g.recordWord(stat.plus(72));
        },
        { time: { start: 77 } },
      );
    expect(await mtime('fixed')).toEqual([77]);
    expect(await mtime('host')).toEqual([1234567]);
  });
});

describe('no path leads outside', () => {
  const modes = ['read-only', 'copy-on-write', 'read-write'] as const;

  test.each(modes)('symbolic links of the host, %s', async (mode) => {
    symlinkSync(join(outside, 'secret'), join(host, 'absolute'));
    symlinkSync('../outside/secret', join(host, 'relative'));
    symlinkSync('../outside', join(host, 'directory'));
    symlinkSync('/', join(host, 'root'));
    symlinkSync('/m/../../../..', join(host, 'up'));
    const mount = hostDirectory(host, { mode });
    for (const path of ['absolute', 'relative', 'directory/secret', `root${outside}/secret`, `up${outside}/secret`]) {
      expect(await readIn(mount, path)).toBe(-9);
      expect(await readIn(mount, `/proc/self/cwd/${path}`)).toBe(-9);
    }
    expect(await readIn(mount, 'root/hello', { '/hello': 'guest file' })).toBe('guest file');
  });

  test.each(modes)('.. and links made by the guest, %s', async (mode) => {
    const mount = hostDirectory(host, { mode });
    const results = await calls(mount, (g) => {
      g.call('open', g.text('../outside/secret'), RDONLY, 0);
      g.call('open', g.text(`${'../'.repeat(20)}${outside}/secret`), RDONLY, 0);
      g.plain('symlink', g.text(`${outside}/secret`), g.text('/m/mine'));
      g.call('open', g.text('mine'), RDONLY, 0);
      g.plain('symlink', g.text(`../../../..${outside}`), g.text('/tmp/mine'));
      g.call('open', g.text('/tmp/mine/secret'), RDONLY, 0);
      g.call('open', g.text(outside), RDONLY, 0);
      g.call('chdir', g.text('..'));
      g.call('open', g.text('outside/secret'), RDONLY, 0);
      g.call('open', g.text('/proc/1/root/../../..'), RDONLY, 0);
      g.call('openat', 3, g.text('../../etc/passwd'), RDONLY, 0);
    });
    expect(results).toEqual([-2, -2, -2, -2, -2, 0, -2, 3, -2]);
    expect(existsSync(join(outside, 'mine'))).toBe(false);
  });

  test('a chroot that is left as on Linux leads to the machine’s root, not further', async () => {
    mkdirSync(join(host, 'jail'));
    const results = await calls(hostDirectory(host, { mode: 'read-only' }), (g) => {
      g.call('chroot', g.text('jail'));
      g.call('open', g.text('/../../m'), RDONLY, 0);
      for (let i = 0; i < 8; i++) g.plain('chdir', g.text('..'));
      g.call('open', g.text('m'), RDONLY, 0);
      g.call('open', g.text(`.${outside}`), RDONLY, 0);
      g.call('chdir', g.text('/'));
      g.call('open', g.text('..'), RDONLY, 0);
      g.call('open', g.text('../m'), RDONLY, 0);
    });
    expect(results).toEqual([0, -2, 3, -2, 0, 4, -2]);
  });

  test('the mount point is not to be removed or moved', async () => {
    const results = await calls(hostDirectory(host, { mode: 'read-write' }), (g) => {
      g.call('rmdir', g.text('/m'));
      g.call('rename', g.text('/m'), g.text('/n'));
      g.call('mkdir', g.text('/m/d'), 0o755);
      g.call('rename', g.text('/m/d'), g.text('/d'));
      g.call('link', g.text('/m/d'), g.text('/d'));
    });
    expect(results).toEqual([-16, -18, 0, -18, -18]);
  });

  for (const byDescriptor of process.platform === 'linux' ? [true, false] : [false]) {
    const how = byDescriptor ? 'through descriptors' : 'by checking';
    const paths = () => new HostPaths(host, byDescriptor);

    linuxOnly(`a directory that became a link meanwhile, ${how}`, () => {
      mkdirSync(join(host, 'd'));
      writeFileSync(join(host, 'd/secret'), 'inside');
      const source = new HostSource(paths(), false);
      const sink = new HostSink(paths());
      expect(text(source.read(['d', 'secret']))).toBe('inside');
      renameSync(join(host, 'd'), join(host, 'old'));
      symlinkSync('../outside', join(host, 'd'));
      for (const attempt of [
        () => source.read(['d', 'secret']),
        () => source.list(['d']),
        () => sink.writeFile(['d', 'secret'], new Uint8Array(1)),
        () => sink.createFile(['d', 'new'], 0o644),
        () => sink.makeDirectory(['d', 'new'], 0o755),
        () => sink.removeFile(['d', 'secret']),
        () => sink.rename(['d', 'secret'], ['taken']),
        () => sink.rename(['old', 'secret'], ['d', 'moved']),
        () => sink.link(['d', 'secret'], ['taken']),
        () => sink.setPermissions(['d', 'secret'], 0o777),
        () => sink.replaceFile(['d', 'secret'], new Uint8Array(1), 0o644),
      ]) {
        expect(attempt).toThrow(MountError);
      }
      expect(readdirSync(outside)).toEqual(['secret']);
      expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
      expect(existsSync(join(host, 'taken'))).toBe(false);
    });

    linuxOnly(`a file that became a link or something else meanwhile, ${how}`, () => {
      const source = new HostSource(paths(), false);
      const sink = new HostSink(paths());
      symlinkSync('../outside/secret', join(host, 'file'));
      expect(() => source.read(['file'])).toThrow(MountError);
      expect(() => sink.writeFile(['file'], new Uint8Array(1))).toThrow(MountError);
      expect(() => sink.setPermissions(['file'], 0o777)).toThrow(MountError);
      mkdirSync(join(host, 'dir'));
      expect(() => source.read(['dir'])).toThrow(MountError);
      sink.replaceFile(['file'], new Uint8Array([65]), 0o600);
      expect(lstatSync(join(host, 'file')).isFile()).toBe(true);
      expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
    });

    test.each(['', '.', '..', 'a/b', 'a\0b', '/'])(`the name %j is refused, ${how}`, (name) => {
      const source = new HostSource(paths(), false);
      expect(() => source.read([name])).toThrow(MountError);
      expect(() => source.list([name])).toThrow(MountError);
      expect(() => source.read([name, 'x'])).toThrow(MountError);
    });
  }

  linuxOnly('devices, FIFOs and sockets are seen but not opened', async () => {
    const { execFileSync } = await import('node:child_process');
    execFileSync('mkfifo', [join(host, 'fifo')]);
    const results = await calls(hostDirectory(host, { mode: 'read-write' }), (g) => {
      const stat = g.space(96);
      g.call('stat64', g.text('fifo'), stat);
      g.recordWord(stat.plus(16));
      g.call('open', g.text('fifo'), RDONLY, 0);
      g.call('open', g.text('fifo'), RDWR, 0);
      g.call('unlink', g.text('fifo'));
    });
    expect(results).toEqual([0, expect.any(Number), -6, -6, 0]);
    expect(results[1]! & 0o170000).toBe(0o010000);
    expect(existsSync(join(host, 'fifo'))).toBe(false);
  });
});

describe('copy-on-write', () => {
  const work = (g: GuestProgram): void => {
    g.plain('open', g.text('changed'), WRONLY | APPEND, 0);
    g.plain('write', 3, g.text('+more'), 5);
    g.plain('open', g.text('d/new'), NEW, 0o755);
    g.plain('write', 4, g.text('new'), 3);
    g.plain('unlink', g.text('gone'));
    g.plain('rename', g.text('moved'), g.text('d/here'));
    g.plain('mkdir', g.text('e'), 0o700);
    g.plain('symlink', g.text('../changed'), g.text('e/link'));
    g.plain('chmod', g.text('mode'), 0o600);
    g.plain('rename', g.text('tree'), g.text('wood'));
    g.plain('link', g.text('kept'), g.text('kept too'));
    g.plain('unlink', g.text('becomes directory'));
    g.plain('mkdir', g.text('becomes directory'), 0o755);
  };

  beforeEach(() => {
    for (const name of ['changed', 'gone', 'moved', 'mode', 'kept', 'becomes directory', 'untouched']) {
      writeFileSync(join(host, name), name);
    }
    mkdirSync(join(host, 'd'));
    mkdirSync(join(host, 'tree/branch'), { recursive: true });
    writeFileSync(join(host, 'tree/branch/leaf'), 'leaf');
    chmodSync(join(host, 'changed'), 0o751);
  });

  test('the host directory stays as it was until commit, which brings everything', async () => {
    const mount = hostDirectory(host, { mode: 'copy-on-write' });
    const before = readdirSync(host, { recursive: true }).sort();
    await calls(mount, work);
    expect(readdirSync(host, { recursive: true }).sort()).toEqual(before);
    expect(readFileSync(join(host, 'changed'), 'utf8')).toBe('changed');
    expect(mount.changes().map(({ kind, path, type }) => `${kind} ${type} ${path}`)).toEqual([
      'removed file /becomes directory',
      'added directory /becomes directory',
      'modified file /changed',
      'added file /d/here',
      'added file /d/new',
      'added directory /e',
      'added symlink /e/link',
      'removed file /gone',
      'added file /kept too',
      'modified file /mode',
      'removed file /moved',
      'removed directory /tree',
      'added directory /wood',
      'added directory /wood/branch',
      'added file /wood/branch/leaf',
    ]);
    mount.commit();
    expect(mount.changes()).toEqual([]);
    expect(readdirSync(host, { recursive: true }).map(String).sort()).toEqual(
      [
        'becomes directory',
        'changed',
        'd',
        'd/here',
        'd/new',
        'e',
        'e/link',
        'kept',
        'kept too',
        'mode',
        'untouched',
        'wood',
        'wood/branch',
        'wood/branch/leaf',
      ].sort(),
    );
    expect(readFileSync(join(host, 'changed'), 'utf8')).toBe('changed+more');
    expect(statSync(join(host, 'changed')).mode & 0o777).toBe(0o751);
    expect(statSync(join(host, 'd/new')).mode & 0o777).toBe(0o755);
    expect(statSync(join(host, 'e')).mode & 0o777).toBe(0o700);
    expect(statSync(join(host, 'mode')).mode & 0o777).toBe(0o600);
    expect(readlinkSync(join(host, 'e/link'))).toBe('../changed');
    expect(readFileSync(join(host, 'd/here'), 'utf8')).toBe('moved');
    expect(readFileSync(join(host, 'wood/branch/leaf'), 'utf8')).toBe('leaf');
    expect(statSync(join(host, 'kept too')).ino).toBe(statSync(join(host, 'kept')).ino);
    expect(statSync(join(host, 'becomes directory')).isDirectory()).toBe(true);
  });

  test('changes last from run to run, and can be discarded', async () => {
    const mount = hostDirectory(host, { mode: 'copy-on-write' });
    await calls(mount, (g) => g.plain('unlink', g.text('gone')));
    expect(await calls(mount, (g) => g.call('access', g.text('gone'), 0))).toEqual([-2]);
    mount.discard();
    expect(mount.changes()).toEqual([]);
    expect(await readIn(mount, 'gone')).toBe('gone');
  });

  test('reading changes nothing', async () => {
    const mount = hostDirectory(host, { mode: 'copy-on-write' });
    expect(await readIn(mount, 'tree/branch/leaf')).toBe('leaf');
    expect(mount.changes()).toEqual([]);
  });

  test('something that came to a removed directory meanwhile stops the commit', async () => {
    const mount = hostDirectory(host, { mode: 'copy-on-write' });
    await calls(mount, (g) => {
      g.plain('unlink', g.text('tree/branch/leaf'));
      g.plain('rmdir', g.text('tree/branch'));
      g.plain('rmdir', g.text('tree'));
    });
    writeFileSync(join(host, 'tree/branch/nest'), 'egg');
    expect(() => mount.commit()).toThrow(expect.objectContaining({ code: 'HOST_IO' }));
    expect(readFileSync(join(host, 'tree/branch/nest'), 'utf8')).toBe('egg');
  });
});

describe('read-write', () => {
  test('the host sees changes as they are made, contents when the last writer closes', async () => {
    writeFileSync(join(host, 'a'), 'old');
    writeFileSync(join(host, 'b'), 'b');
    linkSync(join(host, 'a'), join(host, 'hard'));
    const mount = hostDirectory(host, { mode: 'read-write' });
    await calls(mount, (g) => {
      g.plain('open', g.text('a'), RDWR | TRUNC, 0);
      g.plain('write', 3, g.text('new'), 3);
      g.plain('close', 3);
      g.plain('mkdir', g.text('d'), 0o755);
      g.plain('rename', g.text('b'), g.text('d/b'));
      g.plain('open', g.text('d/c'), NEW, 0o600);
      g.plain('write', 3, g.text('unclosed'), 8);
      g.plain('rename', g.text('d'), g.text('e'));
      g.plain('symlink', g.text('b'), g.text('e/link'));
      g.plain('link', g.text('e/b'), g.text('e/b2'));
      g.plain('chmod', g.text('e/b'), 0o640);
    });
    expect(readFileSync(join(host, 'hard'), 'utf8')).toBe('new');
    expect(readFileSync(join(host, 'e/c'), 'utf8')).toBe('unclosed');
    expect(statSync(join(host, 'e/c')).mode & 0o777).toBe(0o600);
    expect(statSync(join(host, 'e/b')).ino).toBe(statSync(join(host, 'e/b2')).ino);
    expect(statSync(join(host, 'e/b')).mode & 0o777).toBe(0o640);
    expect(readlinkSync(join(host, 'e/link'))).toBe('b');
    expect(readdirSync(host).sort()).toEqual(['a', 'e', 'hard']);
  });

  test('what was not read before it moved is read where it is now', async () => {
    mkdirSync(join(host, 'd/deep'), { recursive: true });
    writeFileSync(join(host, 'd/deep/file'), 'found');
    const mount = hostDirectory(host, { mode: 'read-write' });
    await calls(mount, (g) => g.plain('rename', g.text('d'), g.text('e')));
    expect(await readIn(mount, 'e/deep/file')).toBe('found');
  });

  test('a refusal of the host is the guest’s error, and nothing has changed', async () => {
    const mount = hostDirectory(host, { mode: 'read-write' });
    const results = await calls(mount, (g) => {
      writeFileSync(join(host, 'later'), 'x');
      g.call('access', g.text('earlier'), 0);
      g.call('mknod', g.text('fifo'), 0o010644, 0);
      g.call('access', g.text('fifo'), 0);
    });
    expect(results).toEqual([-2, -1, -2]);
  });
});

describe('mounts of any source', () => {
  const source: MountSource = {
    permissions: 0o755,
    list: (path) =>
      path.length === 0
        ? [
            { name: 'file', type: 'file', permissions: 0o644, size: 5 },
            { name: 'sub', type: 'directory', permissions: 0o755, size: 0 },
          ]
        : [{ name: 'x', type: 'symlink', permissions: 0o777, size: 0 }],
    read: () => new TextEncoder().encode('bytes'),
    readLink: () => '../file',
  };

  test('are read when they are needed; changes stay in memory', async () => {
    const mount = createMount(source);
    expect(await readIn(mount, 'sub/x')).toBe('bytes');
    await calls(mount, (g) => g.plain('unlink', g.text('file')));
    expect(await readIn(mount, 'sub/x')).toBe(-9);
  });

  test('an error that a source has a number for goes to the guest, any other ends the run', async () => {
    const failing = (error: Error) =>
      createMount({
        ...source,
        read: () => {
          throw error;
        },
      });
    const open = (mount: Mount) => calls(mount, (g) => g.call('open', g.text('file'), RDONLY, 0));
    expect(await open(failing(new MountError('EACCES', 'no')))).toEqual([-13]);
    expect(await open(failing(new MountError('EWHATEVER', 'no')))).toEqual([-5]);
    await expect(open(failing(new TypeError('a bug')))).rejects.toThrow('a bug');
  });

  test('one mount cannot be in two places, and one on the root comes before all others', async () => {
    const mount = createMount(source);
    const program = new GuestProgram().exit(0);
    await expect(run(program, { mounts: { '/a': mount, '/b': mount } })).rejects.toMatchObject({ code: 'BAD_OPTION' });
    const late = { '/a': createMount(source), '/': mount };
    await expect(run(program, { mounts: late })).rejects.toMatchObject({ code: 'BAD_OPTION' });
    expect((await run(program, { mounts: { '/': createMount(source) } })).exit).toEqual({ code: 0 });
    await expect(run(program, { mounts: { a: mount } })).rejects.toMatchObject({ code: 'BAD_OPTION' });
    expect((await run(program, { mounts: { '/a': mount } })).exit).toEqual({ code: 0 });
  });

  test('one inside the other, over files, and on a link', async () => {
    const inner = createMount(source);
    const outer = createMount({
      ...source,
      list: (path) => (path.length === 0 ? [{ name: 'inner', type: 'directory', permissions: 0o755, size: 0 }] : []),
    });
    const g = new GuestProgram();
    g.call('access', g.text('/out/inner/file'), 0);
    g.call('access', g.text('/out/inner/../inner/sub/x'), 0);
    const { stdout, changes } = await runGuest(g.finish(), {
      mounts: { '/out': outer, '/out/inner': inner },
      files: { '/hidden': symlink('/out') },
    });
    expect(wordsOf(stdout)).toEqual([0, 0]);
    expect(changes).toEqual([]);
    expect(directory({}).kind).toBe('directory');
  });

  test('a host directory that does not exist', () => {
    expect(() => hostDirectory(join(host, 'missing'), { mode: 'read-only' })).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION' }),
    );
    writeFileSync(join(host, 'file'), '');
    expect(() => hostDirectory(join(host, 'file'), { mode: 'read-only' })).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION' }),
    );
  });
});
