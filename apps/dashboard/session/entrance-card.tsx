import { Alert, Button, Center, Divider, Group, Image, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode, SubmitEvent } from 'react';
import { problemText } from '../api/api-problem.ts';
import { answer, api, type Schemas } from '../api/client.ts';
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
    readonly target: Schemas['StartSingleSignOnDto'];
  };
  readonly children: ReactNode;
}

/** The ways in that the gateway offers: a provider, a form with a password, or both. */
export function EntranceWays({ methods: { password, single_sign_on }, singleSignOn, children }: WaysProps) {
  return (
    <Stack>
      {single_sign_on !== null && (
        <ProviderButton target={singleSignOn.target} variant={password ? 'default' : 'filled'}>
          {singleSignOn.label(single_sign_on.name)}
        </ProviderButton>
      )}
      {single_sign_on !== null && password && <Divider label="or with a password" />}
      {password && children}
    </Stack>
  );
}

interface ProviderButtonProps {
  readonly target: Schemas['StartSingleSignOnDto'];
  readonly variant: 'default' | 'filled';
  readonly children: ReactNode;
}

/** The way to the provider begins with a request that no page of somebody else's can send. */
function ProviderButton({ target, variant, children }: ProviderButtonProps) {
  const begin = useMutation({
    mutationFn: () => answer(api.POST('/session/single-sign-on', { body: target })),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  return (
    <>
      {begin.isError && (
        <Alert color="red" role="alert">
          {problemText(begin.error)}
        </Alert>
      )}
      <Button variant={variant} loading={begin.isPending} onClick={() => begin.mutate()}>
        {children}
      </Button>
    </>
  );
}
