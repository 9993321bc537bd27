import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import styles from './popover.module.css';

export interface PopoverProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What it stands beside, and where the focus returns to. */
  readonly anchor: HTMLElement | null;
  readonly children: ReactNode;
}

/** A small question beside what it belongs to; Escape and a click elsewhere close it. */
export function Popover({ title, isOpen, onClose, anchor, children }: PopoverProps): ReactNode {
  return (
    <BasePopover.Root
      open={isOpen}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <BasePopover.Portal>
        <BasePopover.Positioner className={styles.positioner} anchor={anchor} sideOffset={6}>
          <BasePopover.Popup className={styles.popup} finalFocus={() => anchor ?? true}>
            <BasePopover.Title className={styles.title}>{title}</BasePopover.Title>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
