import { useRef, type ReactNode } from 'react';
import { Button, type ButtonProps } from './button.js';

export interface FileButtonProps extends Omit<ButtonProps, 'onClick'> {
  /** As an input's `accept`: `.txt,.md`. */
  readonly accept: string;
  readonly isMultiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** A button that lets a person pick files. */
export function FileButton({ accept, isMultiple = false, onFiles, ...rest }: FileButtonProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...rest} onClick={() => input.current?.click()} />
      <input
        ref={input}
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
    </>
  );
}
