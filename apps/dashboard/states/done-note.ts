import { notifications } from '@mantine/notifications';
import { isChangedMeanwhile, problemText, problemTitle } from '../api/api-problem.ts';

const closeButtonProps = { 'aria-label': 'Close' };

/** Says in passing that something was done. */
export const doneNote = (message: string): void => {
  notifications.show({ message, color: 'teal', closeButtonProps });
};

/** Says why something was not done, until it is closed. */
export const failedNote = (problem: unknown): void => {
  const color = isChangedMeanwhile(problem) ? 'yellow' : 'red';
  const [title, message] = [problemTitle(problem), problemText(problem)];
  notifications.show({ title, message, color, autoClose: false, closeButtonProps });
};
