import { TextInput, type TextInputProps } from '@mantine/core';

/** Who a URL is for. */
export function NameField(props: TextInputProps) {
  return (
    <TextInput
      label="Name"
      description="The person, agent or contractor that will use it."
      placeholder="Ana’s Claude"
      {...props}
    />
  );
}
