/** A file by name and content. */
export interface ArtifactRef {
  /** Path in the tree of its stage. */
  readonly name: string;
  /** SHA-256, 64 lower-case hex digits. */
  readonly sha256: string;
  /** Length in bytes. */
  readonly size: number;
}

/** What is known of one executed step. Holds no times: the record of a chain is the same on every machine. */
export interface StepRecord {
  readonly stage: string;
  readonly argv: readonly string[];
  readonly executor: string;
  readonly tool: ArtifactRef;
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
  /** Number of the step that made it, counted from 0; null for a source or a seed. */
  readonly madeBy: number | null;
}

export interface ProvenanceGraph {
  /** One node for each distinct content, in the order in which the chain met them. */
  readonly nodes: readonly GraphNode[];
  /** From what a step used (by digest) to what it made. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly step: number }[];
}

/**
 * The graph behind a chain, or behind the one artifact called `target` (a tool's name, a file's name or a digest).
 * Returns null when no such artifact is on record.
 */
export function provenanceGraph(provenance: Provenance, target?: string): ProvenanceGraph | null {
  const nodes = new Map<string, GraphNode>();
  const edges: { from: string; to: string; step: number }[] = [];
  const add = (ref: ArtifactRef, madeBy: number | null) => {
    if (!nodes.has(ref.sha256)) nodes.set(ref.sha256, { ...ref, madeBy });
  };
  provenance.steps.forEach((step, number) => {
    const used = [step.tool, ...step.inputs];
    for (const ref of used) add(ref, null);
    for (const output of step.outputs) {
      // What is made again (a tool that rebuilds itself) keeps its first maker: no edge leads from a file to itself.
      if (nodes.has(output.sha256)) continue;
      add(output, number);
      for (const ref of used) edges.push({ from: ref.sha256, to: output.sha256, step: number });
    }
  });
  const whole = { nodes: [...nodes.values()], edges };
  return target === undefined ? whole : behind(whole, provenance, target);
}

/** The part of a graph from which `target` can be reached. */
function behind(graph: ProvenanceGraph, provenance: Provenance, target: string): ProvenanceGraph | null {
  const start =
    provenance.tools.find((tool) => tool.name === target)?.sha256 ??
    graph.nodes.find((node) => node.name === target || node.sha256 === target)?.sha256;
  if (start === undefined) return null;
  const needed = new Set([start]);
  // Edges stand in the order of the steps, so one walk from the last to the first finds all.
  const edges = graph.edges.filter(() => true).reverse().filter(({ from, to }) => needed.has(to) && needed.add(from));
  return { nodes: graph.nodes.filter((node) => needed.has(node.sha256)), edges: edges.reverse() };
}

/** The graph in Graphviz' DOT language. */
export function toDot(graph: ProvenanceGraph): string {
  const id = (sha256: string) => `"${sha256.slice(0, 16)}"`;
  const label = (node: GraphNode) => JSON.stringify(`${node.name}\n${node.size} bytes\n${node.sha256.slice(0, 16)}`);
  return [
    'digraph provenance {',
    '  rankdir=LR; node [shape=box, fontname="monospace"];',
    ...graph.nodes.map(
      (node) => `  ${id(node.sha256)} [label=${label(node)}${node.madeBy === null ? ', style=filled' : ''}];`,
    ),
    ...graph.edges.map(({ from, to }) => `  ${id(from)} -> ${id(to)};`),
    '}',
    '',
  ].join('\n');
}

/** The graph as text: each artifact in order, and below it what it was made from. */
export function toText(graph: ProvenanceGraph, provenance: Provenance): string {
  const name = new Map(graph.nodes.map((node) => [node.sha256, node.name]));
  const lines = graph.nodes.flatMap((node) => {
    const head = `${node.sha256}  ${node.name}  (${node.size} bytes)`;
    if (node.madeBy === null) return [`${head}  source`];
    const sources = graph.edges.filter(({ to }) => to === node.sha256).map(({ from }) => name.get(from));
    return [head, `    made by  ${provenance.steps[node.madeBy]!.argv.join(' ')}`, `    from     ${sources.join(', ')}`];
  });
  return `${lines.join('\n')}\n`;
}
