/** What a figure of the gallery shows: an Adaptive Card, or a mail. */
export type Shown = { readonly card: Record<string, unknown> } | { readonly mail: ShownMail };

export interface ShownMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** A person of the directory, for the people picker. */
export interface ShownPerson {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}

/** What the page carries along as JSON. */
export interface GalleryData {
  /** By the id of the figure. */
  readonly shown: Readonly<Record<string, Shown>>;
  readonly people: readonly ShownPerson[];
}

export const themes = ['light', 'dark', 'contrast'] as const;
export type Theme = (typeof themes)[number];

/** Widths in CSS pixels: what a chat on a computer gives a card, and a small phone. */
export const widths = { wide: 520, narrow: 320 } as const;
export type Width = keyof typeof widths;
