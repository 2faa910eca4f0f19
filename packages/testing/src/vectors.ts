import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { sha256 } from '@fullsource/stage';

/** A file of a case's working directory. */
export interface VectorFile {
  readonly bytes: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
}
export type VectorFiles = Record<string, VectorFile>;

/** `cmd.json` of a case, as `test/vectors` has them: how to call the tool and what must come of it. */
interface VectorSpec {
  readonly tool?: string;
  readonly args?: readonly string[];
  readonly steps?: readonly { readonly tool: string; readonly args: readonly string[] }[];
  readonly stdin: string | null;
  readonly exit: number | 'nonzero';
  readonly class: 'normal' | 'error' | 'quirk';
  readonly note: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly helpers?: readonly string[];
  readonly make?: Readonly<Record<string, { readonly repeat: string; readonly times: number }>>;
  readonly input_modes?: Readonly<Record<string, string>>;
  readonly modes?: Readonly<Record<string, string>>;
  readonly compare?: Readonly<Record<string, 'tokens'>>;
  readonly sha256?: Readonly<Record<string, string>>;
  /** The exact standard error, where it matters. */
  readonly stderr?: string;
  /** Files that must not be there afterwards. */
  readonly absent?: readonly string[];
  /** Symbolic links that must be there afterwards, and where they point. */
  readonly links?: Readonly<Record<string, string>>;
}

export interface Vector {
  readonly name: string;
  readonly class: VectorSpec['class'];
  readonly note: string;
  readonly folder: string;
  readonly spec: VectorSpec;
}

/** One call of a tool in a working directory. */
export interface VectorCall {
  readonly tool: string;
  readonly program: Uint8Array;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Uint8Array;
  readonly files: VectorFiles;
}

export interface VectorOutcome {
  readonly status: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Every file of the working directory afterwards. */
  readonly files: VectorFiles;
  /** Symbolic links of the working directory that the call made, and where they point. */
  readonly links: Readonly<Record<string, string>>;
  /** The working directory's absolute path as the tool saw it. */
  readonly cwd: string;
}

/** Who runs the tools: the machine with some engine, or the host's kernel. */
export type VectorHost = (call: VectorCall) => Promise<VectorOutcome>;

const CASE_FILE = 'cmd.json';
const EXPECTED = 'expected';

/** The cases of one tool's folder, sorted by name. */
export function loadVectors(folder: string): Vector[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .map((name) => {
      const spec = JSON.parse(readFileSync(join(folder, name, CASE_FILE), 'utf8')) as VectorSpec;
      return { name, class: spec.class, note: spec.note, folder: join(folder, name), spec };
    });
}

/**
 * Runs one case. Returns null when everything is as it must be, else one line that says what is not.
 *
 * @param programs binaries by tool name
 * @param helperFolder where the helper programs of some cases lie
 */
export async function runVector(
  vector: Vector,
  host: VectorHost,
  programs: Readonly<Record<string, Uint8Array>>,
  helperFolder: string,
): Promise<string | null> {
  const { spec } = vector;
  const calls = spec.steps ?? [{ tool: spec.tool!, args: spec.args! }];
  let files = inputFiles(vector, helperFolder);
  let outcome: VectorOutcome | undefined;
  for (const { tool, args } of calls) {
    const stdin = new TextEncoder().encode(spec.stdin ?? '');
    outcome = await host({ tool, program: programs[tool]!, args, env: spec.env ?? {}, stdin, files });
    files = outcome.files;
    if (outcome.status !== 0) break;
  }
  return judge(vector, outcome!);
}

/** The working directory before the first call. */
function inputFiles({ folder, spec }: Vector, helperFolder: string): VectorFiles {
  const files: VectorFiles = {};
  for (const path of filesBelow(folder)) {
    if (path === CASE_FILE || path.startsWith(`${EXPECTED}/`)) continue;
    const mode = Number.parseInt(spec.input_modes?.[path] ?? '0644', 8);
    files[path] = { bytes: new Uint8Array(readFileSync(join(folder, path))), mode };
  }
  for (const [name, { repeat, times }] of Object.entries(spec.make ?? {})) {
    files[name] = { bytes: new TextEncoder().encode(repeat.repeat(times)), mode: 0o644 };
  }
  for (const name of spec.helpers ?? []) {
    files[name] = { bytes: new Uint8Array(readFileSync(join(helperFolder, name))), mode: 0o755 };
  }
  return files;
}

async function judge({ folder, spec }: Vector, outcome: VectorOutcome): Promise<string | null> {
  if (spec.exit === 'nonzero' && outcome.status === 0) return 'exit status 0, expected a failure';
  const said = latin1(outcome.stderr);
  if (spec.stderr !== undefined && said !== spec.stderr) return difference('stderr', said, spec.stderr);
  const left = spec.absent?.find((name) => name in outcome.files || name in outcome.links);
  if (left !== undefined) return `${left} was left behind`;
  if (spec.exit === 'nonzero') return null;
  if (outcome.status !== spec.exit) return `exit status ${outcome.status}, expected ${spec.exit}`;
  for (const name of filesBelow(join(folder, EXPECTED))) {
    if (name.endsWith('.keep')) continue;
    const wanted = new Uint8Array(readFileSync(join(folder, EXPECTED, name)));
    const wrong = name === 'stdout' ? wrongStdout(outcome, wanted) : wrongFile(name, outcome, wanted, spec);
    if (wrong !== null) return wrong;
  }
  for (const [name, digest] of Object.entries(spec.sha256 ?? {})) {
    const file = outcome.files[name];
    if (file === undefined) return `no output file ${name}`;
    if ((await sha256(file.bytes)) !== digest) return `wrong digest of ${name} (${file.bytes.length} bytes)`;
  }
  for (const [name, target] of Object.entries(spec.links ?? {})) {
    if (outcome.links[name] !== target) return `link ${name} points to ${outcome.links[name]}, expected ${target}`;
  }
  for (const [name, mode] of Object.entries(spec.modes ?? {})) {
    const actual = (outcome.files[name]?.mode ?? 0) & 0o777;
    if (actual !== Number.parseInt(mode, 8)) return `mode of ${name} is ${actual.toString(8)}, expected ${mode}`;
  }
  return null;
}

function wrongStdout({ stdout, cwd }: VectorOutcome, wanted: Uint8Array): string | null {
  const want = latin1(wanted).replaceAll('@CWD@', cwd);
  return latin1(stdout) === want ? null : difference('stdout', latin1(stdout), want);
}

function wrongFile(name: string, outcome: VectorOutcome, wanted: Uint8Array, spec: VectorSpec): string | null {
  const file = outcome.files[name];
  if (file === undefined) return `no output file ${name}`;
  const normal = (bytes: Uint8Array) =>
    spec.compare?.[name] === 'tokens' ? tokens(latin1(bytes)).join('\n') : latin1(bytes);
  return normal(file.bytes) === normal(wanted) ? null : difference(name, normal(file.bytes), normal(wanted));
}

function difference(what: string, got: string, wanted: string): string {
  return `wrong ${what}: got ${JSON.stringify(got.slice(0, 200))}, expected ${JSON.stringify(wanted.slice(0, 200))}`;
}

/** The tokens of macro assembly: words and whole strings, without comments. */
function tokens(text: string): string[] {
  return Array.from(text.matchAll(/[#;][^\n]*|"[^"]*"?|'[^']*'?|[^ \t\n]+/g), ([token]) => token).filter(
    (token) => !/^[#;]/.test(token),
  );
}

/** One character a byte. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** Every file below a folder, sorted; none when there is no such folder. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
