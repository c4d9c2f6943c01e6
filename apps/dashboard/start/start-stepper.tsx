import { Stepper } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { STEPS, type StepId, stepIndex } from './start-state.ts';

interface StartStepperProps {
  readonly active: StepId;
  /** The last step that can be looked at: all before it are done. */
  readonly reached: StepId;
  /** Whether the last step is done, too. */
  readonly isDone: boolean;
  readonly onChoose: (step: StepId) => void;
}

/** The way from an empty gateway to the first call. */
export function StartStepper({ active, reached, isDone, onChoose }: StartStepperProps) {
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  return (
    <Stepper
      active={isDone ? STEPS.length : stepIndex(reached)}
      onStepClick={(index) => {
        const step = STEPS[index];
        if (step !== undefined) onChoose(step.id);
      }}
      size="sm"
      role="group"
      aria-label="Steps"
    >
      {STEPS.map(({ id, label, description }, index) => (
        <Stepper.Step
          key={id}
          {...(isWide ? { label, description } : { 'aria-label': `${index + 1} ${label}` })}
          allowStepSelect={stepIndex(id) <= stepIndex(reached)}
          disabled={stepIndex(id) > stepIndex(reached)}
          aria-current={id === active ? 'step' : undefined}
        />
      ))}
    </Stepper>
  );
}
