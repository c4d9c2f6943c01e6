/** What every dialog is told by what it stands on. */
export interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}
