import { Reg } from '../cpu/state.js';
import { decode, MAX_LENGTH } from '../isa/decode.js';
import { ENCODINGS } from '../isa/encodings.js';
import { Instruction } from '../isa/instruction.js';
import type { AddressSpace } from '../memory.js';
import { Op } from '../wasm/index.js';
import { Cell } from './cells.js';
import { Control } from './control-flow.js';
import type { Discovery } from './discover.js';
import { emitBranchCondition, emitCall, emitJump, emitReturn, type Linkage } from './emit/control.js';
import { syscall } from './emit/step.js';
import { emitInstruction } from './emit/table.js';
import type { Emitter } from './emitter.js';
import { FlagSource } from './exits.js';
import { storeFlags } from './flags.js';
import { End, type FunctionGraph } from './graph.js';
import { type FlagLiveness, RegisterLiveness } from './liveness.js';
import { FRAME_BIAS, FRAME_NEAR, Local } from './locals.js';
import { Kind, State } from './state.js';

const NOWHERE = -1;
const CWD = ENCODINGS.findIndex(({ mnemonic }) => mnemonic === 'cwd');

/** What is left to do while the blocks of a function are written, nested as WebAssembly wants them. */
const Work = {
  /** Write the block and everything it dominates. */
  tree: 0,
  /** Close the block that branches to the given block leave, and write that one. */
  merge: 1,
  /** Close a loop. */
  endLoop: 2,
  /** Close the arm of the block's branch that is taken, and go on with the other. */
  otherArm: 3,
} as const;

/**
 * Translates one function: its blocks become nested `block`s, `loop`s and `if`s by the dominator tree (N. Ramsey, Beyond
 * Relooper), and the emitters write the instructions of each.
 *
 * A block with one way in goes on with what the translator knows at the end of the block before. One with several has an
 * agreement about where registers are, made by the first way that comes.
 */
export class FunctionTranslator {
  private readonly registers = new RegisterLiveness();
  private readonly instruction = new Instruction();
  // Agreements, by block: 8 kinds and values.
  private agreed = new Uint8Array(256);
  private agreedKind = new Uint8Array(8 * 256);
  private agreedValue = new Int32Array(8 * 256);
  /** Nesting depth to branch to, by block. */
  private labels = new Int32Array(256);
  /** Where the lowest offset and the cell with the span stand in the check of the stack. */
  private lowestAt = 0;
  private spanAt = 0;
  private readonly work: number[] = [];
  private readonly saved: State[] = [];
  private savedCount = 0;

  constructor(
    private readonly e: Emitter,
    private readonly memory: AddressSpace,
    private readonly code: Discovery,
    private readonly flags: FlagLiveness,
    private readonly graph: FunctionGraph,
    private readonly linkage: Linkage,
  ) {}

  /** Writes the code of the function that begins at instruction `entry` of the discovery. */
  translate(entry: number): void {
    const { e, graph } = this;
    graph.build(this.code, entry);
    this.reserve(graph.count);
    this.registers.solve(this.code, graph);
    this.begin(this.code.address[entry]!, this.flags.before[entry]!);
    this.work.length = 0;
    this.push(Work.tree, 0);
    while (this.work.length > 0) {
      const block = this.work.pop()!;
      this.perform(this.work.pop()!, block);
    }
    e.code.op(Op.unreachable);
    this.completeCheck();
  }

  private push(work: number, block: number): void {
    this.work.push(work, block);
  }

  /** Instruction `n` of the discovery, until the next is asked for; anything where there is none. */
  private instructionAt(n: number): Instruction {
    const { code, memory, instruction } = this;
    const address = code.address[n]! >>> 0;
    const length = code.length[n]!;
    if (length > 0) decode(instruction, memory.bytes, address, address + MAX_LENGTH, address);
    return instruction;
  }

  private reserve(blocks: number): void {
    if (this.agreed.length < blocks) {
      const size = blocks * 2;
      this.agreed = new Uint8Array(size);
      this.agreedKind = new Uint8Array(8 * size);
      this.agreedValue = new Int32Array(8 * size);
      this.labels = new Int32Array(size);
    }
    this.agreed.fill(0, 0, blocks);
  }

  /** The check of the stack; `completeCheck` fills in what it has to cover. */
  private begin(address: number, flagsBefore: number): void {
    const { e } = this;
    const { code, state } = e;
    state.clear();
    e.locals.reset(Local.count);
    e.lowest = e.highest = 0;
    e.flagsBefore = flagsBefore;
    e.putRegister(Reg.esp, Kind.frame, 0);
    e.putRegister(Reg.eax, Kind.local, Local.eax);
    if (this.code.hasPoppingReturns) this.takeAnnouncement();
    code.get(Local.entry);
    code.byte(Op.i32Const);
    this.lowestAt = code.placeholder();
    code.op(Op.i32Add);
    code.loadAt(Cell.stackLow);
    code.op(Op.i32Sub);
    code.loadAt(Cell.stackSpan);
    this.spanAt = code.length - 1;
    code.op(Op.i32GeU);
    e.exitIf(address);
    code.get(Local.entry);
    code.constant(FRAME_BIAS);
    code.op(Op.i32Sub);
    code.set(Local.base);
  }

  /** What the caller expects of this function is not for those that it calls. */
  private takeAnnouncement(): void {
    const { e } = this;
    e.code.loadAt(Cell.pops);
    e.code.set(Local.pops);
    e.storeCell(Cell.pops, 0);
  }

  private completeCheck(): void {
    const { code, lowest, highest } = this.e;
    code.patchSigned(this.lowestAt, lowest);
    // Both numbers take one byte.
    code.bytes[this.spanAt] = highest <= FRAME_NEAR ? Cell.stackSpanNear : Cell.stackSpan;
  }

  // Structure.

  private perform(work: number, block: number): void {
    const { e } = this;
    switch (work) {
      case Work.tree:
        this.writeTree(block);
        break;
      case Work.merge:
        e.code.close();
        if (this.agreed[block] === 0) break;
        this.enter(block);
        this.writeTree(block);
        break;
      case Work.endLoop:
        e.code.close();
        break;
      default:
        e.code.close();
        this.restore();
        this.follow(block, this.graph.next[block]!);
    }
  }

  private writeTree(block: number): void {
    const { e, graph } = this;
    if (graph.isLoop[block] === 1) {
      if (graph.forwardEdges[block]! < 2) this.arrive(block, graph.address[block]!);
      this.labels[block] = e.code.open(Op.loop);
      this.push(Work.endLoop, block);
      this.enter(block);
      if (graph.end[block] !== End.test) this.checkFuel(block);
    }
    // What several ways lead to comes behind the block, in order: so the last is the outermost.
    for (let merge = graph.firstMerge[block]!; merge !== NOWHERE; merge = graph.nextMerge[merge]!) {
      this.labels[merge] = e.code.open(Op.block);
      this.push(Work.merge, merge);
    }
    this.writeBlock(block);
  }

  /** Control goes to a block: by a branch, or by writing the block here when this is the only way to it. */
  private follow(from: number, to: number): void {
    if (to > from && this.graph.forwardEdges[to]! < 2) {
      this.push(Work.tree, to);
      return;
    }
    // Where a selector decides, the address is known only to the block that sets it.
    const { address, end } = this.graph;
    const goal = address[end[to] === End.test ? from : to]!;
    if (this.arrive(to, goal)) this.e.code.branch(Op.br, this.labels[to]!);
  }

  /** A loop may go on for as long as there is fuel. */
  private checkFuel(block: number): void {
    const { e } = this;
    e.code.get(Local.fuel);
    e.code.constant(0);
    e.code.op(Op.i32LtS);
    e.exitIf(this.graph.address[block]!, this.flagsMatter(block));
  }

  private flagsMatter(block: number): boolean {
    return this.e.precise || this.flagsBefore(block) !== 0;
  }

  private flagsBefore(block: number): number {
    const { end, taken, next, first } = this.graph;
    if (end[block] === End.select) return this.flagsBefore(next[block]!);
    if (end[block] === End.test) return this.flagsBefore(taken[block]!) | this.flagsBefore(next[block]!);
    return this.flags.before[first[block]!]!;
  }

  // Blocks.

  private writeBlock(block: number): void {
    const { e, graph, code } = this;
    switch (graph.end[block]) {
      case End.leave:
        e.exit(graph.address[block]!, this.flagsMatter(block));
        return;
      case End.select:
        this.writeSelect(block);
        return;
      case End.test:
        this.writeTest(block);
        return;
    }
    const first = graph.first[block]!;
    const end = first + graph.size[block]!;
    e.previousWidens = false;
    for (let n = first; n < end; n++) {
      const i = this.instructionAt(n);
      e.eip = code.address[n]!;
      e.next = (e.eip + code.length[n]!) | 0;
      e.flagsBefore = this.flags.before[n]!;
      const control = code.control[n]!;
      e.flagsAfter = control === Control.plain ? this.flags.before[code.next[n]!]! : this.flags.after(n);
      switch (control) {
        case Control.plain:
        case Control.step:
          emitInstruction(e, i);
          break;
        case Control.call:
        case Control.indirectCall:
          this.writeCall(n, i);
          break;
        case Control.syscall:
          syscall(e, code.flagReads[n] !== 0);
          break;
        default:
          this.writeEnd(block, n, i);
          return;
      }
      e.state.pending++;
      e.previousWidens = i.encoding!.id === CWD && i.operandSize === 4;
    }
    this.follow(block, graph.next[block]!);
  }

  private writeCall(n: number, i: Instruction): void {
    const next = this.code.next[n]!;
    const behind = { address: this.code.address[next]!, flags: this.flags.before[next]! };
    emitCall(this.e, i, this.linkage, this.registers.usedBehind[n]!, behind);
  }

  private writeSelect(block: number): void {
    const { e, graph } = this;
    this.checkFuel(block);
    e.code.constant(graph.selector[block]!);
    e.code.set(Local.selector);
    this.follow(block, graph.next[block]!);
  }

  private writeTest(block: number): void {
    const { e, graph } = this;
    e.code.get(Local.selector);
    e.code.constant(graph.selector[block]!);
    e.code.op(Op.i32Eq);
    this.writeArms(block);
  }

  /** The last instruction of a block, where it transfers control. */
  private writeEnd(block: number, n: number, i: Instruction): void {
    const { e, graph } = this;
    switch (this.code.control[n]) {
      case Control.branch:
        this.writeBranch(block, i);
        break;
      case Control.jump:
        e.state.pending++;
        this.follow(block, graph.next[block]!);
        break;
      case Control.ret:
        emitReturn(e, i, this.flags.atReturn !== 0);
        break;
      case Control.indirectJump:
        emitJump(e, i);
        break;
      default:
        e.exit(e.eip, true);
    }
  }

  private writeBranch(block: number, i: Instruction): void {
    const { e, graph } = this;
    // False when the instruction is one for the interpreter.
    if (!emitBranchCondition(e, i)) {
      e.exit(e.eip);
      return;
    }
    e.state.pending++;
    if (graph.end[block] === End.jump) {
      e.code.op(Op.drop);
      this.follow(block, graph.next[block]!);
      return;
    }
    this.writeArms(block);
  }

  /** Both ways out of a block: `taken` if what is on WebAssembly's stack is not 0. */
  private writeArms(block: number): void {
    this.e.code.open(Op.if);
    this.save();
    this.push(Work.otherArm, block);
    this.follow(block, this.graph.taken[block]!);
  }

  private save(): void {
    if (this.savedCount === this.saved.length) this.saved.push(new State(this.e.locals));
    this.saved[this.savedCount++]!.copyFrom(this.e.state);
  }

  private restore(): void {
    const saved = this.saved[--this.savedCount]!;
    this.e.state.copyFrom(saved);
    saved.clear();
  }

  // Agreements.

  /**
   * Brings registers to where `block` expects them. The first way that comes decides: registers that will be read are in
   * their locals, esp and ebp stay offsets from the entry if that is what they are, the rest is in cells. Returns false
   * when this way cannot lead there: it has left the function, to `address`.
   */
  private arrive(block: number, address: number): boolean {
    const { e } = this;
    const { code } = e;
    if (this.agreed[block] === 0) this.agree(block);
    const base = 8 * block;
    e.eip = address;
    e.flagsBefore = this.flagsBefore(block);
    if (!this.matchFrames(block)) return false;
    if (this.flagsMatter(block)) storeFlags(e);
    e.settleFuel();
    let toCells = 0;
    for (let register = 0; register < 8; register++) {
      if (this.agreedKind[base + register] === Kind.cell) toCells |= 1 << register;
    }
    e.storeRegisters(toCells);
    let toMove = 0;
    for (let register = 0; register < 8; register++) {
      if (this.agreedKind[base + register] !== Kind.local || !this.isToMove(register)) continue;
      toMove |= 1 << register;
      e.pushRegister(register);
    }
    for (let register = 7; register >= 0; register--) {
      if (((toMove >> register) & 1) !== 0) code.set(Local.registers + register);
    }
    return true;
  }

  /** True when a register is not in the local in which blocks with several ways in expect it. */
  private isToMove(register: number): boolean {
    const { state } = this.e;
    return state.kind[register] !== Kind.local || state.value[register] !== Local.registers + register;
  }

  private agree(block: number): void {
    const { state } = this.e;
    const used = this.registers.usedAtStart[block]!;
    const dirty = this.registers.dirtyAtStart[block]!;
    const base = 8 * block;
    this.agreed[block] = 1;
    for (let register = 0; register < 8; register++) {
      const kind = state.kind[register]!;
      const wanted = ((used >> register) & 1) !== 0 || (((dirty >> register) & 1) !== 0 && kind !== Kind.cell);
      const isPointer = register === Reg.esp || register === Reg.ebp;
      this.agreedValue[base + register] = state.value[register]!;
      if (wanted && isPointer && kind === Kind.frame) this.agreedKind[base + register] = Kind.frame;
      else this.agreedKind[base + register] = wanted ? Kind.local : Kind.cell;
    }
  }

  /** Registers that are expected to be frame addresses must be just these: leaves the function where they are not. */
  private matchFrames(block: number): boolean {
    const { e } = this;
    const { state, code } = e;
    for (let register = 0; register < 8; register++) {
      const at = 8 * block + register;
      if (this.agreedKind[at] !== Kind.frame) continue;
      e.need(register);
      const same = state.value[register] === this.agreedValue[at];
      if (state.kind[register] === Kind.frame && same) continue;
      if (state.kind[register] === Kind.frame) {
        e.exit(e.eip, this.flagsMatter(block));
        return false;
      }
      e.pushPlace(register);
      e.push(Kind.frame, this.agreedValue[at]!);
      code.op(Op.i32Ne);
      e.exitIf(e.eip, this.flagsMatter(block));
    }
    return true;
  }

  /** What is known at the beginning of a block with an agreement. */
  private enter(block: number): void {
    const { e } = this;
    const { state } = e;
    state.clear();
    for (let register = 0; register < 8; register++) {
      const at = 8 * block + register;
      if (this.agreedKind[at] === Kind.local) state.put(register, Kind.local, Local.registers + register);
      else if (this.agreedKind[at] === Kind.frame) state.put(register, Kind.frame, this.agreedValue[at]!);
      if (this.agreedKind[at] !== Kind.cell) state.dirty |= this.registers.dirtyAtStart[block]! & (1 << register);
    }
    state.flagSource = FlagSource.cells;
  }
}
