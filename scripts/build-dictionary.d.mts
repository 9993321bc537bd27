export function encodeDictionary(dictionary: Readonly<Record<string, string>>): Uint8Array;
export function buildDictionary(outPath: string): Promise<void>;
