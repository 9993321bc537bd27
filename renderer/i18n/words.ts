/** Words of one feature in every language. The second type argument makes a missing or extra word a type error. */
export interface Words<T extends Readonly<Record<string, string>>> {
  readonly en: T;
  readonly 'zh-CN': Readonly<Record<keyof T, string>>;
}

/** Declares the words of a feature. `{{name}}` stands for a value; keys ending in `_one` and `_other` are plurals. */
export function defineWords<const T extends Readonly<Record<string, string>>>(words: {
  readonly en: T;
  readonly 'zh-CN': Readonly<Record<keyof T, string>>;
}): Words<T> {
  return words;
}
