/** What a page gives to each of its dialogs. */
export interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}
