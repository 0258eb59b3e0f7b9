import { HostConfig } from 'adaptivecards';

/**
 * How Teams draws a card, near enough. Every colour is a variable of theme.css, which the renderer passes through
 * untouched, so that another theme needs no new card.
 */
export const hostConfig = new HostConfig({
  fontFamily: "'Segoe UI', system-ui, sans-serif",
  supportsInteractivity: true,
  spacing: { small: 6, default: 10, medium: 16, large: 20, extraLarge: 28, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  textBlock: { headingLevel: 3 },
  textStyles: { heading: { size: 'large', weight: 'bolder' } },
  containerStyles: {
    default: filled('--bg-2'),
    emphasis: filled('--bg-3'),
    accent: filled('--accent-bg'),
    good: filled('--good-bg'),
    warning: filled('--warn-bg'),
    attention: filled('--bad-bg'),
  },
  inputs: {
    label: {
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { color: 'attention', size: 'small' },
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    // The gap of the strip in card.css: the renderer's own spacers would stay at the end of a wrapped line.
    buttonSpacing: 0,
    showCard: { style: 'emphasis', inlineTopMargin: 12 },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
  },
});

function filled(background: string): object {
  return {
    backgroundColor: `var(${background})`,
    foregroundColors: {
      default: ink('--fg', '--fg-2'),
      dark: ink('--fg', '--fg-2'),
      light: ink('--fg-2'),
      accent: ink('--accent'),
      good: ink('--good'),
      warning: ink('--warn'),
      attention: ink('--bad'),
    },
  };
}

function ink(name: string, subtle = name): object {
  const highlight = 'var(--warn-bg)';
  return {
    default: `var(${name})`,
    subtle: `var(${subtle})`,
    highlightColors: { default: highlight, subtle: highlight },
  };
}
