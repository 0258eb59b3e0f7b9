/** Somebody the people picker offers. */
export interface PickedPerson {
  /** Entra's object id, the input's value. */
  readonly id: string;
  readonly name: string;
  readonly title?: string | undefined;
}

/** What a card asks of the page around it. */
export interface CardHost {
  /** `index` is the action's place in `actionsOf(card)`; inputs that nobody touched and that are empty are left out. */
  act(index: number, inputs: Record<string, string>): void;
  open(url: string): void;
  findPeople(text: string): Promise<readonly PickedPerson[]>;
  /** The name behind a picker's preset value. */
  personById?(id: string): Promise<Pick<PickedPerson, 'name'> | undefined>;
}
