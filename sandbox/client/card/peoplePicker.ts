import type { CardHost, PickedPerson } from './host.js';
import { optionOf } from './personOption.js';

export interface PickerSettings {
  readonly host: Pick<CardHost, 'findPeople' | 'personById'>;
  readonly label: string | undefined;
  readonly placeholder: string | undefined;
  /** Object id of who is chosen to begin with. */
  readonly preset: string | undefined;
  readonly presetName: string | undefined;
  readonly changed: () => void;
}

export interface PeoplePicker {
  readonly input: HTMLInputElement;
  /** The list and the status line, to stand in the same positioned box. */
  readonly beside: readonly HTMLElement[];
  /** Object id, or nothing. */
  chosen(): string | undefined;
}

/** Milliseconds of silence after a key before the directory is asked. */
const PAUSE = 150;

let pickers = 0;

/** WAI-ARIA's editable combobox with a list: what is typed only filters, and a person counts when they are chosen. */
export function peoplePicker({ host, label, placeholder, preset, presetName, changed }: PickerSettings): PeoplePicker {
  pickers += 1;
  const listId = `people-${pickers}`;
  const input = element('input', { role: 'combobox', type: 'text', autocomplete: 'off', spellcheck: 'false' });
  input.className = 'ac-input ac-textInput people-input';
  input.placeholder = placeholder ?? '';
  const list = element('ul', { id: listId, role: 'listbox', 'aria-label': label ?? 'People' });
  list.className = 'people-list';
  const status = element('p', { role: 'status' });
  set(input, { 'aria-autocomplete': 'list', 'aria-controls': listId });

  let chosen: Pick<PickedPerson, 'id' | 'name'> | undefined =
    preset === undefined || preset === '' ? undefined : { id: preset, name: presetName ?? preset };
  let found: readonly PickedPerson[] = [];
  let active = -1;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const draw = (people: readonly PickedPerson[], at = -1) => {
    found = people;
    active = at;
    list.hidden = found.length === 0;
    list.replaceChildren(...found.map((person, index) => optionOf(person, `${listId}-${index}`, index === active)));
    set(input, { 'aria-expanded': String(!list.hidden) });
    if (active < 0) input.removeAttribute('aria-activedescendant');
    else set(input, { 'aria-activedescendant': `${listId}-${active}` });
    list.children[active]?.scrollIntoView({ block: 'nearest' });
  };
  const say = (text: string, shown = false) => {
    status.textContent = text;
    status.className = shown ? 'people-status people-status-shown' : 'people-status';
  };
  const close = () => {
    clearTimeout(timer);
    asked += 1;
    draw([]);
    say('');
  };
  const choose = (person: Pick<PickedPerson, 'id' | 'name'> | undefined) => {
    chosen = person;
    input.value = person?.name ?? '';
    close();
    changed();
  };
  const ask = () => {
    asked += 1;
    const mine = asked;
    host.findPeople(input.value.trim()).then(
      (people) => {
        // An answer that comes after a later question, or after the list was closed, is nobody's.
        if (mine !== asked) return;
        draw(people, people.length === 0 ? -1 : 0);
        say(people.length === 0 ? 'Nobody of that name' : `${people.length} found`, people.length === 0);
      },
      () => {
        if (mine === asked) say('The directory did not answer', true);
      },
    );
  };
  const move = (by: number) => {
    if (found.length === 0) ask();
    else draw(found, (active + by + found.length) % found.length);
  };

  input.addEventListener('input', () => {
    if (chosen) {
      chosen = undefined;
      changed();
    }
    clearTimeout(timer);
    if (input.value.trim() === '') close();
    else timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener('keydown', (event) => {
    const person = found[active];
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter' && person) choose(person);
    else if (event.key === 'Escape' && (!list.hidden || status.textContent !== '')) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener('blur', () => {
    // Words that name nobody would look like a choice.
    if (!chosen) input.value = '';
    close();
  });
  // Before the input loses the focus.
  list.addEventListener('pointerdown', (event) => {
    event.preventDefault();
  });
  list.addEventListener('click', (event) => {
    const option = event.target instanceof Element ? event.target.closest('[role=option]') : null;
    const person = option ? found[[...list.children].indexOf(option)] : undefined;
    if (person) choose(person);
  });

  draw([]);
  say('');
  input.value = chosen?.name ?? '';
  if (chosen && presetName === undefined) {
    const { id } = chosen;
    host.personById?.(id).then(
      (person) => {
        if (person === undefined || chosen?.id !== id) return;
        chosen = { id, name: person.name };
        input.value = person.name;
      },
      // The id stays.
      () => undefined,
    );
  }
  return { input, beside: [list, status], chosen: () => chosen?.id };
}

function element<Tag extends 'input' | 'ul' | 'p'>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  set(made, attributes);
  return made;
}

function set(element: HTMLElement, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
