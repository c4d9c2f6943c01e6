import { ActionIcon, Box, Button, Code, CopyButton, Text, TextInput, Tooltip } from '@mantine/core';
import { CheckIcon, CopyIcon } from '@radix-ui/react-icons';

/** Copies a text that stands beside it. */
export function CopyIconButton({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : label}>
          <ActionIcon variant="subtle" color={copied ? 'teal' : 'indigo'} onClick={copy} aria-label={label}>
            {copied ? <CheckIcon /> : <CopyIcon />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** One line to be copied, such as a URL. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  return (
    <TextInput
      label={label}
      value={value}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
      rightSection={<CopyIconButton value={value} label={`Copy ${label}`} />}
      classNames={{ input: 'code-input' }}
    />
  );
}

/** Several lines to be copied: a command, or a part of a file. */
export function CopyBlock({ label, text }: { label: string; text: string }) {
  return (
    <Box pos="relative">
      <Text size="sm" mb={4}>
        {label}
      </Text>
      <Code block tabIndex={0} pr={48} style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text}
      </Code>
      <Box pos="absolute" top={30} right={8}>
        <CopyIconButton value={text} label={`Copy: ${label}`} />
      </Box>
    </Box>
  );
}

export function CopyTextButton({ value, children }: { value: string; children: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button onClick={copy} leftSection={copied ? <CheckIcon /> : <CopyIcon />}>
          {copied ? 'Copied' : children}
        </Button>
      )}
    </CopyButton>
  );
}
