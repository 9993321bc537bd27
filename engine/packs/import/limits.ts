const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Bounds of what an import reads, so that a broken or hostile source fills neither the memory nor the disk. */
export const LIMITS = {
  /** Files of a source; a release with eSpeak's data has some four hundred. */
  files: 20_000,
  /** Folders within each other. */
  depth: 12,
  /** One file: protobuf, and so ONNX, ends at 2 GiB. */
  fileBytes: 2 * GIB,
  totalBytes: 16 * GIB,
  /** Weights hardly shrink, and text rarely to a twentieth; what shrinks more than this is made to burst. */
  zipRatio: 100,
  /** Smaller entries may shrink as much as they like. */
  zipRatioFromBytes: MIB,
  /** A configuration, a vocabulary, a manifest. */
  textBytes: 16 * MIB,
  /** A file of voices, or a table of a Sotto pack: 103 tables of Kokoro's size are 54 MB. */
  voicesBytes: GIB,
  voices: 10_000,
  /** One description within a model: an input, an output, an entry of the metadata. */
  modelFieldBytes: 4 * MIB,
  /** All of them together, the names of weights among them: what is kept in memory of a model. */
  modelKeptBytes: 64 * MIB,
} as const;
