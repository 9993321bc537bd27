import { useRef, type ReactNode, type Ref } from 'react';
import { Button, type ButtonProps } from './button.js';

export interface FileInputProps {
  readonly ref: Ref<HTMLInputElement>;
  /** As an input's own: `.txt,.md`. */
  readonly accept: string;
  readonly isMultiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** The system's file picker, opened by a click on the element. */
export function FileInput({ ref, accept, isMultiple = false, onFiles }: FileInputProps): ReactNode {
  return (
    <input
      ref={ref}
      type="file"
      hidden
      accept={accept}
      multiple={isMultiple}
      onChange={(change) => {
        const files = [...(change.target.files ?? [])];
        // The same file can be picked again: without this, nothing would have changed.
        change.target.value = '';
        if (files.length > 0) onFiles(files);
      }}
    />
  );
}

export interface FileButtonProps
  extends Omit<ButtonProps, 'onClick'>, Pick<FileInputProps, 'accept' | 'isMultiple' | 'onFiles'> {}

/** A button that lets a person pick files. */
export function FileButton({ accept, isMultiple = false, onFiles, ...rest }: FileButtonProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...rest} onClick={() => input.current?.click()} />
      <FileInput ref={input} accept={accept} isMultiple={isMultiple} onFiles={onFiles} />
    </>
  );
}
