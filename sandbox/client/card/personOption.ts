import type { PickedPerson } from './host.js';

/** A line of the people picker: initials, name and title. */
export function optionOf({ name, title }: PickedPerson, id: string, selected: boolean): HTMLElement {
  const option = document.createElement('li');
  option.id = id;
  option.className = 'people-option';
  option.setAttribute('role', 'option');
  option.setAttribute('aria-selected', String(selected));
  const avatar = part('people-avatar', initials(name));
  avatar.setAttribute('aria-hidden', 'true');
  const words = part('people-words', '');
  words.append(part('people-name', name), ...(title === undefined ? [] : [' ', part('people-title', title)]));
  option.append(avatar, words);
  return option;
}

function part(className: string, text: string): HTMLElement {
  const made = document.createElement('span');
  made.className = className;
  made.textContent = text;
  return made;
}

/** Of the first word and the last. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word = '') => Array.from(word)[0]?.toUpperCase() ?? '').join('');
}
