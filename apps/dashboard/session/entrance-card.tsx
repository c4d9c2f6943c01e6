import { Alert, Button, Center, Divider, Group, Image, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode, SubmitEvent } from 'react';
import { problemText } from '../api/api-problem.ts';
import type { Schemas } from '../api/client.ts';
import { ColorSchemeSwitch } from '../frame/color-scheme-switch.tsx';

/** The frame of what is seen before signing in. */
export function EntranceCard({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={420} gap="lg">
        <Group justify="space-between">
          <Group gap="sm">
            <Image src="/app/mark.svg" alt="" w={32} h={32} />
            <Text fw={650}>looker-mcp-gateway</Text>
          </Group>
          <ColorSchemeSwitch />
        </Group>
        <Paper className="surface" withBorder p="xl" shadow="xs">
          <Stack>
            <div>
              <Title order={1} size="h2">
                {title}
              </Title>
              {lead !== undefined && (
                <Text c="dimmed" mt={4} className="long-text">
                  {lead}
                </Text>
              )}
            </div>
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Center>
  );
}

interface EntranceFormProps {
  readonly entering: { readonly error: Error | null; readonly isPending: boolean };
  readonly button: string;
  readonly onSubmit: (event?: SubmitEvent<HTMLFormElement>) => void;
  /** What helps with it. */
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}

/** A form by which somebody comes in. */
export function EntranceForm({ entering, button, onSubmit, hint, children }: EntranceFormProps) {
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        {entering.error !== null && (
          <Alert color="red" role="alert">
            {problemText(entering.error)}
          </Alert>
        )}
        {children}
        <Button type="submit" loading={entering.isPending}>
          {button}
        </Button>
        {hint}
      </Stack>
    </form>
  );
}

interface WaysProps {
  readonly methods: Schemas['SignInMethodsView'];
  readonly singleSignOn: {
    readonly label: (provider: string) => string;
    /** Begins it where a link does not. */
    readonly beginning?: { readonly error: Error | null; readonly isPending: boolean; mutate(): void };
  };
  readonly children: ReactNode;
}

/** The ways in that the gateway offers: a provider, a form with a password, or both. */
export function EntranceWays({ methods: { password, single_sign_on }, singleSignOn, children }: WaysProps) {
  const { label, beginning } = singleSignOn;
  const variant = password ? 'default' : 'filled';
  return (
    <Stack>
      {beginning?.error && (
        <Alert color="red" role="alert">
          {problemText(beginning.error)}
        </Alert>
      )}
      {single_sign_on !== null &&
        (beginning === undefined ? (
          <Button component="a" href={single_sign_on.path} variant={variant}>
            {label(single_sign_on.name)}
          </Button>
        ) : (
          <Button loading={beginning.isPending} onClick={() => beginning.mutate()} variant={variant}>
            {label(single_sign_on.name)}
          </Button>
        ))}
      {single_sign_on !== null && password && <Divider label="or with a password" />}
      {password && children}
    </Stack>
  );
}
