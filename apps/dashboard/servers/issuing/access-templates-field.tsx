import { Group, Radio, SimpleGrid, Text } from '@mantine/core';
import { ACCESS_TEMPLATES } from './access-templates.ts';
import { type IssueForm, templateValues } from './issue-form.ts';

export function AccessTemplates({ form }: { form: IssueForm }) {
  const choose = (chosen: string) => {
    const template = ACCESS_TEMPLATES.find(({ id }) => id === chosen);
    if (template !== undefined) form.setValues(templateValues(template, form.values));
  };
  return (
    <Radio.Group value={form.values.template} onChange={choose} aria-label="Template">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {ACCESS_TEMPLATES.map(({ id, title, text }) => (
          <Radio.Card key={id} value={id} p="sm" display="flex" aria-label={`${title}: ${text}`}>
            <Group wrap="nowrap" align="flex-start">
              <Radio.Indicator />
              <div>
                <Text size="sm" fw={600}>
                  {title}
                </Text>
                <Text size="sm" c="dimmed">
                  {text}
                </Text>
              </div>
            </Group>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}
