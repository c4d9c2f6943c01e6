import { Grid, Stack } from '@mantine/core';
import type { ReactNode, SubmitEvent } from 'react';

interface FormWithPreviewProps {
  readonly onSubmit: (event?: SubmitEvent<HTMLFormElement>) => void;
  readonly preview: ReactNode;
  readonly children: ReactNode;
}

/** A form, and beside it what it would give. */
export function FormWithPreview({ onSubmit, preview, children }: FormWithPreviewProps) {
  return (
    <form onSubmit={onSubmit} noValidate>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack>{children}</Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>{preview}</Grid.Col>
      </Grid>
    </form>
  );
}
