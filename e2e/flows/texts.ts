/** About twenty seconds in five sentences: whatever a flow does meanwhile happens while it is spoken. */
export const LONG_TEXT = [
  'The ferry is late again today, and nobody in the harbour knows why it should be so.',
  'A woman with a yellow suitcase asks the man at the counter, who shrugs and points at the clouds.',
  'Behind her the line grows longer, and somebody begins to tell a story about a winter without any boats.',
  'When the horn sounds at last, all of them look up at once, as if the sea had called them by their names.',
  'Nobody remembers afterwards how the story ended, or who it was that told it.',
].join(' ');
