import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildHarness, CONTEXT_WORDS, FPSTATE_OFFSET, RESULT_SIZE } from './harness.js';
import { type Case, type Outcome, PAGE, WINDOW, X87_ENVIRONMENT, X87_SIZE, type X87Outcome } from './layout.js';

/** Executes the cases on the host's processor, as an i386 program. */
export function runNatively(cases: readonly Case[]): Outcome[] {
  const folder = mkdtempSync(join(tmpdir(), 'vm-x86-differential-'));
  const file = join(folder, 'harness');
  try {
    writeFileSync(file, buildHarness(cases));
    chmodSync(file, 0o755);
    return runHarness(file, cases.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Starts a harness; the results that it writes to its standard output. */
export function runHarness(file: string, count: number, input: Uint8Array = new Uint8Array(0)): Outcome[] {
  const { status, signal, error, stdout } = spawnSync(file, [], { input, maxBuffer: count * RESULT_SIZE + PAGE });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`the harness ended with ${signal ?? `status ${status}`}`);
  if (stdout.length !== count * RESULT_SIZE) {
    throw new Error(`the harness wrote ${stdout.length} bytes for ${count} cases of ${RESULT_SIZE}`);
  }
  return Array.from({ length: count }, (_, n) => readOutcome(stdout.subarray(n * RESULT_SIZE, (n + 1) * RESULT_SIZE)));
}

const PAGE_FAULT = 14;

/** Signal number, struct sigcontext, x87 state, both windows. */
function readOutcome(bytes: Uint8Array): Outcome {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [signal, gs, fs, es, ds, edi, esi, ebp, esp, ebx, edx, ecx, eax, vector, , eip, cs, eflags, , ss, , , cr2] =
    Array.from({ length: CONTEXT_WORDS + 1 }, (_, n) => view.getUint32(n * 4, true)) as [number, ...number[]];
  return {
    vector: vector!,
    signal,
    faultAddress: vector === PAGE_FAULT ? cr2! : 0,
    regs: Int32Array.from([eax, ecx, edx, ebx, esp, ebp, esi, edi] as number[]),
    eip: eip!,
    eflags: eflags!,
    selectors: [es, cs, ss, ds, fs, gs].map((selector) => selector! & 0xffff),
    memory: bytes.slice(bytes.length - 2 * WINDOW),
    x87: readX87(bytes, FPSTATE_OFFSET),
  };
}

/** Offset of the fxsave image, and in it of what the other one lacks: the opcode, and pointers of 64 bits. */
const FXSAVE = 112;

function readX87(bytes: Uint8Array, at: number): X87Outcome {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  const status = view.getUint16(4, true);
  const tags = view.getUint16(8, true);
  const top = (status >> 11) & 7;
  const empty = [0, 1, 2, 3, 4, 5, 6, 7].filter((n) => ((tags >> (2 * ((top + n) & 7))) & 3) === 3);
  return {
    control: view.getUint16(0, true),
    status,
    empty: empty.reduce((bits, n) => bits | (1 << n), 0),
    instructionPointer: view.getUint32(FXSAVE + 8, true),
    dataPointer: view.getUint32(FXSAVE + 16, true),
    opcode: view.getUint16(FXSAVE + 6, true),
    registers: bytes.slice(at + X87_ENVIRONMENT, at + X87_SIZE),
  };
}
