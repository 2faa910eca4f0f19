import type { Random } from './random.js';

/** Words, marks and pieces of C that a compiler could stumble over. */
export const C_PIECES: readonly string[] = [
  ...[
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    ';',
    ',',
    ':',
    '.',
    '...',
    '->',
    '*',
    '&',
    '-',
    '++',
    '=',
    '+=',
    '<<',
    '&&',
    '!',
    '#',
  ],
  ...[
    '"',
    "'",
    '\\',
    '/*',
    '*/',
    '//',
    '\n',
    '\n#if 1\n',
    '\n#else\n',
    '\n#endif\n',
    '\n#define f(x) x x\n',
    '\n#if (\n',
  ],
  ...['0', '1', '0x', '08', '1048577', '4294967295', '"s"', "'c'", "'\\x", '@', '\u00e4', 'x', 'main', 'f(', 'main()'],
  ...['int', 'char', 'void', 'struct', 'struct s', 'union', 'enum', 'typedef', 'static', 'extern', 'const', 'unsigned'],
  ...['if', 'else', 'while', 'do', 'for', 'switch', 'case', 'default', 'break', 'continue', 'goto', 'return', 'sizeof'],
  ...['asm', 'int64_t', 'FUNCTION', 'void*', '__va_arg(', '__va_start', 'int (*p)(', '[3]', '= {', 'x->y', '(int)'],
];

/** A source with one to eight small wounds, most often no longer a program. `pieces` are put in here and there. */
export function mutated(source: string, pieces: readonly string[], random: Random): string {
  let text = source;
  for (let wounds = 1 + random.below(8); wounds > 0; wounds--) text = wounded(text, pieces, random);
  return text;
}

function wounded(text: string, pieces: readonly string[], random: Random): string {
  const tokens = text.split(/(\s+|\w+|[^\w\s])/).filter((token) => token !== '');
  if (tokens.length === 0) return random.pick(pieces);
  const at = random.below(tokens.length);
  switch (random.below(6)) {
    case 0:
      return tokens.toSpliced(at, 1 + random.below(3)).join('');
    case 1:
      return tokens.toSpliced(at, 0, random.pick(pieces)).join('');
    case 2:
      return tokens.toSpliced(at, 1, random.pick(pieces)).join('');
    case 3:
      return tokens
        .toSpliced(at, 0, ...tokens.slice(random.below(tokens.length)).slice(0, 1 + random.below(20)))
        .join('');
    case 4:
      return tokens.slice(0, at + 1).join('');
    default:
      return tokens.toSpliced(at, 1, tokens[random.below(tokens.length)]!).join('');
  }
}
