import { Button, Group } from '@mantine/core';
import { ProblemState } from '../states/problem-state.tsx';

interface FormEndProps {
  /** What went wrong and belongs to no field; null: nothing. */
  readonly problem: unknown;
  readonly button: string;
  readonly color?: string;
  readonly isPending: boolean;
  readonly isOff?: boolean;
  readonly onCancel?: (() => void) | undefined;
  /** Whether what is under way cannot be cancelled any more. */
  readonly isHeld?: boolean;
  /** Instead of the submitting of a form. */
  readonly onClick?: () => void;
}

/** The end of a form in a dialog: what went wrong, and its buttons. */
export function FormEnd(props: FormEndProps) {
  const { problem, button, color, isPending, isOff = false, onCancel, isHeld = false, onClick } = props;
  return (
    <>
      {problem !== null && <ProblemState problem={problem} />}
      <Group justify="flex-end">
        {onCancel !== undefined && (
          <Button variant="default" onClick={onCancel} disabled={isHeld && isPending}>
            Cancel
          </Button>
        )}
        <Button
          type={onClick === undefined ? 'submit' : 'button'}
          loading={isPending}
          disabled={isOff}
          {...(color !== undefined && { color })}
          {...(onClick !== undefined && { onClick })}
        >
          {button}
        </Button>
      </Group>
    </>
  );
}
