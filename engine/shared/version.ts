/** Part of every cache key: it rises with the package's version, or whenever the same input would sound different. */
export const ENGINE_VERSION = '0.1.0';
