import { type CSSVariablesResolver, createTheme, darken, type MantineTheme } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 8,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: '650' },
  components: {
    Table: { defaultProps: { verticalSpacing: 'sm', horizontalSpacing: 'md' } },
    Modal: {
      defaultProps: {
        centered: true,
        size: 'lg',
        styles: { title: { fontWeight: 650 } },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    // What a badge says is the shortest form of it: it is never cut.
    Badge: {
      defaultProps: { variant: 'light', tt: 'none' },
      styles: { root: { flexShrink: 0 }, label: { overflow: 'visible' } },
    },
    Tooltip: { defaultProps: { withArrow: true, multiline: true, events: { hover: true, focus: true, touch: true } } },
  },
});

const TINTED = ['teal', 'orange', 'red', 'yellow', 'indigo', 'gray'];
const DARKER = 0.35;

/** Tinted badges, alerts and buttons in the light: text that is dark enough on its tint. */
const tints = (colors: MantineTheme['colors']) =>
  Object.fromEntries(
    TINTED.map((name) => [`--mantine-color-${name}-light-color`, darken(colors[name]?.[9] ?? '#000', DARKER)]),
  );

/** Quiet and warning text is darker, or in the dark lighter, than Mantine's: 4.5 to 1 against each background. */
export const cssVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    ...tints(colors),
    '--mantine-color-body': '#f8f9fb',
    '--mantine-color-dimmed': colors.gray?.[7] ?? '',
    '--mantine-color-placeholder': colors.gray?.[6] ?? '',
    '--mantine-color-error': colors.red?.[9] ?? '',
    '--surface': '#ffffff',
  },
  dark: {
    '--mantine-color-body': '#16181d',
    '--mantine-color-dimmed': colors.dark?.[1] ?? '',
    '--mantine-color-placeholder': colors.dark?.[2] ?? '',
    '--mantine-color-error': colors.red?.[4] ?? '',
    // White otherwise, and what destroys something would look like everything else.
    '--mantine-color-red-light-color': colors.red?.[2] ?? '',
    '--surface': '#1e2027',
  },
});
