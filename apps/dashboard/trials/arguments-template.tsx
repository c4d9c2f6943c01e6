import { Button, Fieldset, Stack, Text } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import {
  buttonId,
  canExpand,
  type DescriptionFieldProps,
  type IconButtonProps,
  type ObjectFieldTemplateProps,
} from '@rjsf/utils';
import { useState } from 'react';

/** A tool with more arguments begins with these many. */
const SHOWN_FIRST = 8;

/** All arguments of a tool, or an object among them. */
export function ArgumentsTemplate(props: ObjectFieldTemplateProps) {
  return props.fieldPathId.path.length === 0 ? <AllArguments {...props} /> : <InnerObject {...props} />;
}

/** The required ones and some more; the rest when asked for, and where there is something in it. */
function AllArguments({ properties, schema, formData, errorSchema }: ObjectFieldTemplateProps) {
  const [isWhole, setWhole] = useState(false);
  const required = schema.required ?? [];
  const shown = properties.filter(
    ({ name }, place) =>
      isWhole ||
      place < Math.max(SHOWN_FIRST, required.length) ||
      formData?.[name] !== undefined ||
      errorSchema?.[name] !== undefined,
  );
  const rest = properties.length - shown.length;
  if (properties.length === 0) return <Text c="dimmed">This tool takes no arguments.</Text>;
  return (
    <Stack>
      {shown.map(({ name, content }) => (
        <div key={name}>{content}</div>
      ))}
      {rest > 0 && (
        <Button variant="subtle" w="fit-content" onClick={() => setWhole(true)}>
          {`Show ${rest} more ${rest === 1 ? 'argument' : 'arguments'}`}
        </Button>
      )}
    </Stack>
  );
}

function InnerObject(props: ObjectFieldTemplateProps) {
  const { title, description, properties, schema, uiSchema, formData, errorSchema, registry, fieldPathId } = props;
  const errors = errorSchema?.__errors ?? [];
  return (
    <Fieldset legend={title} id={fieldPathId.$id}>
      <Stack>
        {description && <Description id={`${fieldPathId.$id}-description`} description={description} />}
        {properties.map(({ name, content }) => (
          <div key={name}>{content}</div>
        ))}
        {canExpand(schema, uiSchema, formData) && (
          <AddButton
            id={buttonId(fieldPathId, 'add')}
            onClick={props.onAddProperty}
            registry={registry}
            {...(uiSchema && { uiSchema })}
          />
        )}
        {errors.length > 0 && (
          <Text size="xs" c="var(--mantine-color-error)">
            {errors.join('\n')}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
}

/** What an argument means, where its field does not say so itself. */
export function Description({ id, description }: Pick<DescriptionFieldProps, 'id' | 'description'>) {
  return (
    <Text id={id} size="xs" c="dimmed" className="long-text">
      {description}
    </Text>
  );
}

/** One more item of a list, or one more name with a value. */
export function AddButton({ id, disabled = false, onClick }: IconButtonProps) {
  return (
    <Button
      id={id}
      variant="default"
      size="xs"
      w="fit-content"
      leftSection={<PlusIcon />}
      disabled={disabled}
      onClick={onClick}
    >
      Add
    </Button>
  );
}
