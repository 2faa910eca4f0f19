/** The tools this package built, by name: written by `bootstrap`, published with the package. */
declare const tools: Readonly<Record<string, Uint8Array>>;
export default tools;
