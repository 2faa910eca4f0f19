import { fileURLToPath } from 'node:url';
import { artifacts, type Refusal, refusalSuite } from '@fullsource/testing';
import { stage } from '../dist/index.js';
import { m2planet } from './support/call.js';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
const DEEP = 20_000;

/** Programs that stand in themselves again and again, deeper than the compiler's stack would reach. */
const PROGRAMS = {
  parentheses: `int x = ${'('.repeat(DEEP)}1${')'.repeat(DEEP)};`,
  'unary operators': `int x; int f() { return ${'- '.repeat(DEEP)}x; }`,
  casts: `int x; int f() { return ${'(int)'.repeat(DEEP)}x; }`,
  sizes: `int x = ${'sizeof '.repeat(DEEP)}1;`,
  sums: `int x; int f() { return x${'+x'.repeat(DEEP)}; }`,
  assignments: `int x; int f() { ${'x='.repeat(DEEP)}1; }`,
  indexes: `int* x; int f() { return ${'x['.repeat(DEEP)}1${']'.repeat(DEEP)}; }`,
  calls: `int f(int x) { return ${'f('.repeat(DEEP)}1${')'.repeat(DEEP)}; }`,
  members: `struct s { struct s* p; }; struct s* x; int f() { return x${'->p'.repeat(DEEP)}; }`,
  blocks: `int f() { ${'{'.repeat(DEEP)}${'}'.repeat(DEEP)} }`,
  'if statements': `int f() { ${'if (1) '.repeat(DEEP)}; }`,
  'else branches': `int x; int f() { ${'if (x) x = 1; else '.repeat(DEEP)}; }`,
  'pointers to pointers': `int ${'*'.repeat(DEEP)}x;`,
  'arrays of arrays': `int x${'[1]'.repeat(DEEP)};`,
  'pointers to functions': `int f() { ${'int (*f)('.repeat(DEEP)} }`,
  structs: `${'struct { '.repeat(DEEP)}${'} x;'.repeat(DEEP)}`,
  conditions: `#if ${'('.repeat(DEEP)}1${')'.repeat(DEEP)}\n#endif\nint x;`,
  'operators in conditions': `#if ${'!'.repeat(DEEP)}1\n#endif\nint x;`,
};

const refusals = Object.entries(PROGRAMS).map(
  ([name, source]): Refusal => ({
    name,
    file: 'deep.c',
    source: new TextEncoder().encode(`${source}\n`),
    flags: [],
    message:
      /^deep\.c:\d+:\d+: (this is nested more than 5000 levels deep|this expression is too long: give its parts names)\n$/,
  }),
);

refusalSuite('depth', refusals, m2planet(), artifacts(packageRoot, stage.provides));
