import { notifications } from '@mantine/notifications';

const closeButtonProps = { 'aria-label': 'Close' };

/** Says in passing that something was done. */
export const doneNote = (message: string): void => {
  notifications.show({ message, color: 'teal', closeButtonProps });
};

/** Says that something was not done, until it is closed. */
export const failedNote = (message: string): void => {
  notifications.show({ title: 'This did not work', message, color: 'red', autoClose: false, closeButtonProps });
};
