/** The files of a stage package's `stage/` folder, by name; the build puts them in. */
declare module 'virtual:stage-sources' {
  const sources: Readonly<Record<string, Uint8Array>>;
  export default sources;
}
