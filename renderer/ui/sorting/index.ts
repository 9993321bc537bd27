export { indexAfterDrop, indexAfterStep, type DropEdge } from './drop-index.js';
export { useDropTarget, useSortable } from './sortable.js';
