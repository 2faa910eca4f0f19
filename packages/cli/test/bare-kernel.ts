/**
 * The exported tree on a bare Linux kernel: nothing but the tree is its file system, the script runner is its first process.
 * The chain builds itself there, and its own sha256sum compares the digests. The kernel runs in qemu-system-x86_64.
 *
 *     tsx packages/cli/test/bare-kernel.ts [stage to stop behind]
 *
 * The kernel is the file that FULLSOURCE_KERNEL names, or the last of /boot/vmlinuz*; it must run i386 programs and write to a
 * serial line, as Debian's do.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTree } from '@fullsource/stage/node';
import { initramfs } from './support/initramfs.js';

const BIN = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const INIT = 'kaem-optional-seed';
const KERNEL_OPTIONS = `console=ttyS0 rdinit=/${INIT} panic=-1 quiet`;
const [until = 'mescc-tools'] = process.argv.slice(2);

function findKernel(): string | undefined {
  const { FULLSOURCE_KERNEL } = process.env;
  if (FULLSOURCE_KERNEL !== undefined) return FULLSOURCE_KERNEL;
  const installed = readdirSync('/boot').filter((name) => name.startsWith('vmlinuz'));
  return installed.length === 0 ? undefined : join('/boot', installed.sort().at(-1)!);
}

function whyNot(kernel: string | undefined): string | null {
  if (kernel === undefined) return 'there is no kernel in /boot, and FULLSOURCE_KERNEL names none';
  const { error } = spawnSync('qemu-system-x86_64', ['--version']);
  return error === undefined ? null : 'there is no qemu-system-x86_64';
}

/** The tree as `fullsource export` writes it, with a comparison of all digests behind the last step. */
async function exportedTree(folder: string) {
  const call = [BIN, 'export', '--until', until, 'tree'];
  const { status, stderr } = spawnSync(process.execPath, call, { cwd: folder });
  if (status !== 0) throw new Error(stderr.toString());
  const tree = join(folder, 'tree');
  const files = { ...(await readTree(tree)) };
  const folders = readdirSync(tree, { withFileTypes: true }).filter((item) => item.isDirectory());
  files['kaem.x86'] = Buffer.concat([files['kaem.x86']!, Buffer.from('bin/sha256sum -c SHA256SUMS\n')]);
  return { files, executable: ['hex0/hex0-seed', INIT], folders: folders.map(({ name }) => name) };
}

/** Starts the kernel; what it wrote to its console until it ended. */
function boot(kernel: string, initrd: string): string {
  const machine = ['-m', '2048', '-nographic', '-no-reboot', '-kernel', kernel, '-initrd', initrd];
  const options = { encoding: 'utf8', timeout: 1_800_000, input: '' } as const;
  return spawnSync('qemu-system-x86_64', [...machine, '-append', KERNEL_OPTIONS], options).stdout;
}

const kernel = findKernel();
const missing = whyNot(kernel);
if (missing !== null) {
  console.log(`skipped: ${missing}`);
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'fullsource-boot-'));
try {
  const tree = await exportedTree(folder);
  const initrd = join(folder, 'initrd');
  writeFileSync(initrd, initramfs(tree));
  const said = boot(kernel!, initrd);
  const wanted = Buffer.from(tree.files.SHA256SUMS!).toString().trimEnd().split('\n');
  const right = wanted.filter((line) => said.includes(`${line.split('  ')[1]}: OK`));
  // The first process of a kernel must never end; this one is done, and the kernel says with what status.
  const isDone = said.includes('exitcode=0x00000000');
  console.log(`${wanted.length} cases, ${wanted.length - right.length} failed`);
  if (right.length < wanted.length || !isDone) {
    console.log(said);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
