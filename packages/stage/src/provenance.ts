import { type Files, sha256 } from './files.js';

/** A file by name and content. */
export interface ArtifactRef {
  /** Path in the tree of its stage. */
  readonly name: string;
  /** SHA-256, 64 lower-case hex digits. */
  readonly sha256: string;
  /** Length in bytes. */
  readonly size: number;
}

/** The reference to some bytes. */
export async function refOf(name: string, bytes: Uint8Array): Promise<ArtifactRef> {
  return { name, sha256: await sha256(bytes), size: bytes.length };
}

/** References to files, in the order of their names. */
export async function refsOf(files: Files): Promise<ArtifactRef[]> {
  return Promise.all(
    Object.keys(files)
      .sort()
      .map((name) => refOf(name, files[name]!)),
  );
}

/** What is known of one executed step. Holds no times: the record of a chain is the same on every machine. */
export interface StepRecord {
  readonly stage: string;
  readonly argv: readonly string[];
  /** Who ran it: an engine of the machine, `native`, or `javascript`. */
  readonly executor: string;
  /** The program; null for a step that the host's JavaScript did (see `stageFromFunction`). */
  readonly tool: ArtifactRef | null;
  readonly inputs: readonly ArtifactRef[];
  readonly outputs: readonly ArtifactRef[];
  /** Instructions executed, null when the executor cannot count. */
  readonly instructions: number | null;
  /** System calls by name, null when the executor cannot see them. */
  readonly syscalls: Readonly<Record<string, number>> | null;
}

/** A tool at the end of a stage. */
export interface ToolRecord extends ArtifactRef {
  readonly stage: string;
}

/** The record of a whole chain: its tools, and every step in order. */
export interface Provenance {
  readonly tools: readonly ToolRecord[];
  readonly steps: readonly StepRecord[];
}

/** A node of the graph that leads from an artifact back to sources and seed. */
export interface GraphNode extends ArtifactRef {
  /** Other names under which the chain holds the same bytes. */
  readonly alsoCalled: readonly string[];
  /** A `seed` is a program that no step made. */
  readonly kind: 'seed' | 'source' | 'built';
  /** Number of the step that made it, counted from 0; null for a source or a seed. */
  readonly madeBy: number | null;
  /** Steps that wrote the same bytes once more. */
  readonly madeAgainBy: readonly number[];
}

/** From what a step used to what it made. */
export interface ProvenanceEdge {
  /** Digests. */
  readonly from: string;
  readonly to: string;
  /** Number of the step, counted from 0. */
  readonly step: number;
}

export interface ProvenanceGraph {
  /** One node for each distinct content, in the order in which the chain met them. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly ProvenanceEdge[];
}

interface GrowingNode extends GraphNode {
  readonly alsoCalled: string[];
  readonly madeAgainBy: number[];
}

/**
 * The graph behind a chain, or behind the one artifact called `target` (a tool's name, a file's name or a digest).
 * Returns null when no such artifact is on record.
 */
export function provenanceGraph(provenance: Provenance, target?: string): ProvenanceGraph | null {
  const nodes = new Map<string, GrowingNode>();
  const edges: ProvenanceEdge[] = [];
  const see = (ref: ArtifactRef, kind: GraphNode['kind'], madeBy: number | null): GrowingNode => {
    const known = nodes.get(ref.sha256);
    if (known === undefined) {
      const node = { ...ref, alsoCalled: [], kind, madeBy, madeAgainBy: [] };
      nodes.set(ref.sha256, node);
      return node;
    }
    if (known.name !== ref.name && !known.alsoCalled.includes(ref.name)) known.alsoCalled.push(ref.name);
    return known;
  };
  provenance.steps.forEach((step, number) => {
    if (step.tool !== null) see(step.tool, 'seed', null);
    for (const input of step.inputs) see(input, 'source', null);
    const used = step.tool === null ? step.inputs : [step.tool, ...step.inputs];
    const sources = new Set(used.map(({ sha256 }) => sha256));
    for (const output of step.outputs) {
      // What is made again (a tool that rebuilds itself) keeps its first maker: no edge leads from a file to itself.
      if (nodes.has(output.sha256)) see(output, 'built', number).madeAgainBy.push(number);
      else {
        see(output, 'built', number);
        for (const from of sources) edges.push({ from, to: output.sha256, step: number });
      }
    }
  });
  const whole = { nodes: [...nodes.values()], edges };
  return target === undefined ? whole : behind(whole, provenance, target);
}

/** The part of a graph from which `target` can be reached. */
function behind(graph: ProvenanceGraph, provenance: Provenance, target: string): ProvenanceGraph | null {
  const start =
    provenance.tools.findLast((tool) => tool.name === target)?.sha256 ??
    graph.nodes.find((node) => [node.sha256, node.name, ...node.alsoCalled].includes(target))?.sha256;
  if (start === undefined) return null;
  const needed = new Set([start]);
  // Edges stand in the order of the steps, so one walk from the last to the first finds all.
  const edges = [...graph.edges].reverse().filter(({ from, to }) => needed.has(to) && needed.add(from));
  return { nodes: graph.nodes.filter((node) => needed.has(node.sha256)), edges: edges.reverse() };
}

const DOT_STYLES = { seed: ', style=filled, peripheries=2', source: ', style=filled', built: '' } as const;

/** The graph in Graphviz' DOT language: sources are filled, seeds have a double line. */
export function toDot(graph: ProvenanceGraph): string {
  const id = (sha256: string) => `"${sha256.slice(0, 16)}"`;
  const label = (node: GraphNode) => JSON.stringify(`${node.name}\n${node.size} bytes\n${node.sha256.slice(0, 16)}`);
  return [
    'digraph provenance {',
    '  rankdir=LR; node [shape=box, fontname="monospace"];',
    ...graph.nodes.map((node) => `  ${id(node.sha256)} [label=${label(node)}${DOT_STYLES[node.kind]}];`),
    ...graph.edges.map(({ from, to }) => `  ${id(from)} -> ${id(to)};`),
    '}',
    '',
  ].join('\n');
}

/**
 * The graph as text, for people: each artifact in the order of the chain, and below it what it was made from.
 *
 *     8b6a…  bin/hex1  (622 bytes)
 *         made by  bin/hex0 hex1/hex1.hex0 bin/hex1
 *         from     bin/hex0, hex1/hex1.hex0
 */
export function toText(graph: ProvenanceGraph, provenance: Provenance): string {
  const name = new Map(graph.nodes.map((node) => [node.sha256, node.name]));
  const command = (step: number) => commandOf(provenance.steps[step]!);
  const lines = graph.nodes.flatMap((node) => {
    const names = [node.name, ...node.alsoCalled].join(' = ');
    const sources = graph.edges.filter(({ to }) => to === node.sha256).map(({ from }) => name.get(from));
    return [
      `${node.sha256}  ${names}  (${node.size} bytes)${node.kind === 'built' ? '' : `  ${node.kind}`}`,
      ...(node.madeBy === null ? [] : [`    made by  ${command(node.madeBy)}`, `    from     ${sources.join(', ')}`]),
      ...node.madeAgainBy.map((step) => `    equals   what ${command(step)} writes`),
    ];
  });
  return `${lines.join('\n')}\n`;
}

/** A step as one line: its command, or that no tool of the chain did it. */
export function commandOf(step: Pick<StepRecord, 'stage' | 'argv' | 'tool'>): string {
  return step.tool === null ? `JavaScript of stage ${step.stage}, not a tool of the chain` : step.argv.join(' ');
}
