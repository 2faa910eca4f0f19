/**
 * A second opinion on decoding: iced-x86, which shares no code with this package.
 */
import {
  Code,
  Decoder,
  DecoderOptions,
  Formatter,
  FormatterSyntax,
  type Instruction,
  MemorySizeOptions,
} from 'iced-x86';
import { DecodeStatus, decode } from '../../src/isa/decode.js';
import { format } from '../../src/isa/disassemble.js';
import { Instruction as Ours } from '../../src/isa/instruction.js';

/** Where the code under test is said to stand. */
const ADDRESS = 0x08048000;

const formatter = new Formatter(FormatterSyntax.Intel);
formatter.hexPrefix = '0x';
formatter.hexSuffix = '';
formatter.uppercaseHex = false;
formatter.smallHexNumbersInDecimal = false;
formatter.showZeroDisplacements = true;
formatter.memorySizeOptions = MemorySizeOptions.Always;

const ours = new Ours();

/** What iced and this package disagree about for `bytes`; undefined when they agree. */
export function disagreement(bytes: Uint8Array): string | undefined {
  const decoder = new Decoder(32, bytes, DecoderOptions.None);
  decoder.ip = BigInt(ADDRESS);
  const theirs = decoder.decode();
  try {
    return compare(bytes, theirs);
  } finally {
    theirs.free();
    decoder.free();
  }
}

function compare(bytes: Uint8Array, theirs: Instruction): string | undefined {
  const ok = decode(ours, bytes, 0, bytes.length, ADDRESS) === DecodeStatus.ok;
  const exists = theirs.code !== Code.INVALID;
  const foreign = ok && ours.encoding?.extension !== 'integer' && ours.encoding?.extension !== 'x87';
  if (!exists) return ok && !foreign ? `ours: ${format(ours)}, iced: invalid` : undefined;
  const text = formatter.format(theirs);
  if (!ok) return `ours: invalid, iced: ${text}`;
  // The length of vector instructions with a VEX or EVEX prefix is of no use here.
  if (ours.encoding?.extension.startsWith('AVX')) return undefined;
  // SSE4A puts two immediates behind an opcode that is vmread without its prefix.
  if (/^(extrq|insertq)/.test(text)) return undefined;
  if (ours.length !== theirs.length)
    return `length ${ours.length} of ${format(ours)}, iced: ${theirs.length} of ${text}`;
  if (foreign || sameText(format(ours), text)) return undefined;
  return `ours: ${format(ours)}, iced: ${text}`;
}

/** Size words may be missing in ours where a register tells the size; where they are present they must be the same. */
function sameText(mine: string, theirs: string): boolean {
  const [a, b] = respell(mine, theirs).map(tokens) as [string[], string[]];
  let n = 0;
  for (const token of b) {
    if (token === a[n]) n++;
    else if (!SIZE_WORDS.has(token)) return false;
  }
  return n === a.length;
}

const SIZE_WORDS = new Set(['ptr', 'byte', 'word', 'dword', 'qword', 'tword', 'fword']);

/** What iced spells differently: [pattern in iced's text, ours]. */
const THEIRS: readonly (readonly [RegExp, string])[] = [
  [/\bshort /, ''],
  [/\bdata16 /, 'o16 '],
  [/\baddr16 (?!loop)/, ''],
  [/^(o16 )?addr16 /, 'a16 $1'],
  [/^(xacquire|xrelease|bnd|notrack|hint-taken|hint-not-taken) /, ''], // hints of later processors in prefixes that do nothing here
  [/^rep ret/, 'ret'],
  [/^tzcnt/, 'bsf'], // what the encodings of later instructions do on an i686
  [/^lzcnt/, 'bsr'],
  [/^wbnoinvd/, 'wbinvd'],
  [/^(pusha|popa|pushf|popf|iret)$/, '$1w'],
  [/^(pusha|popa|pushf|popf|iret)d$/, '$1'],
  [/^xlat .*/, 'xlat'],
  [/\bret far/, 'retf'],
  [/(call|jmp) far (0x\w+),(0x\w+)/, '$1 $3:$2'],
  [/\b[ds]s:\[/, '['],
  [/\b(\w\w):\[/, '[$1:'],
  [/\bst\((\d)\)/g, 'st$1'],
  [/\bst\b/g, 'st0'],
  [/ st0,(?=\S+ ptr|\[)/, ' '], // the x87 stack top is not written beside a memory operand
  [/\],st0$/, ']'],
  [/^fld st0,/, 'fld '],
  [/^(fstp?) (st\d),st0/, '$1 $2'],
  [/tbyte/, 'tword'],
  [/fpu(env|state)\d+ ptr /, ''],
];

/** What of ours iced leaves out. */
const OURS: readonly (readonly [RegExp, string])[] = [
  [/\[[ds]s:/, '['],
  [/^(imul (\w+)), \2,/, '$1,'],
  [/^(lea .*\[)\w\w:/, '$1'],
  [/^((a16|[c-gs]s) )*xlat/, 'xlat'],
];

/** String instructions: iced goes on with operands, which for each are always the same. */
const STRING = /(rep\w* )?(ins|outs|movs|cmps|stos|lods|scas)[bwd]\b/;

function respell(mine: string, theirs: string): [string, string] {
  const string = STRING.exec(theirs);
  if (string !== null) return [mine.replace(/(a16|[c-gs]s) /g, ''), string[0]];
  let a = OURS.reduce((line, [from, to]) => line.replace(from, to), mine);
  const b = THEIRS.reduce((line, [from, to]) => line.replace(from, to), theirs);
  if (theirs === 'xchg ax,ax' && a === 'nop') return ['', ''];
  // Hint nops: iced knows names of later processors for some, and an operand that is not there.
  if (a.startsWith('nop ') && /^(nop|prefetch\w*|cldemote|bnd\w+|rdssp\w*|endbr64)\b/.test(b)) return ['', ''];
  // A sign-extended byte of a 16-bit operation: iced has it as an unsigned word.
  if (ours.operandSize === 2) a = a.replace(/-0x(\w\w)$/, (_, byte) => String(0x10000 - Number.parseInt(byte, 16)));
  // The register next to the top may be left out: fcom = fcom st0, st1.
  if (!b.includes(' ')) a = a.replace(/ (st0, st1|st1, st0|st1)$/, '');
  return [a, b];
}

/** Words and numbers; numbers by value, modulo 2^32. */
function tokens(text: string): string[] {
  return (text.match(/-?0x[0-9a-f]+|[^\s,:[\]+*-]+|[:[\]*-]/g) ?? []).map((token) => {
    const number = /^(-?)(0x[0-9a-f]+|\d+)$/.exec(token);
    return number === null ? token : `#${(number[1] === '-' ? -Number(number[2]) : Number(number[2])) >>> 0}`;
  });
}
