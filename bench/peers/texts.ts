import { longText } from '../text.js';

/** What is compared on, by name. */
export const PEER_TEXTS: Readonly<Record<string, string>> = {
  '8-words': 'The first train leaves the station at seven.',
  '3-sentences':
    'The first train leaves the station at seven. It goes along the river for an hour, and then into the hills. You will be at the sea before the sun goes down.',
  '60-words':
    'When the first train leaves the station at seven in the morning, it goes along the river for an hour, past the old mill and the school where my father learned to read, and then it turns into the hills, where the road is long and the air is cold, until the sea comes into sight at last under a white sky.',
  '2000-words': longText(2000),
};
