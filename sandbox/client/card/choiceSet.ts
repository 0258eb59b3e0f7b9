import { ChoiceSetInput } from 'adaptivecards';
import type { CardHost } from './host.js';
import { type PeoplePicker, peoplePicker } from './peoplePicker.js';

const PEOPLE = 'graph.microsoft.com/users';

let groups = 0;

/** The renderer's choices, with Teams' people picker, and groups that assistive technology knows as such. */
export function choiceSet(host: CardHost): new () => ChoiceSetInput {
  return class extends ChoiceSetInput {
    private picker: PeoplePicker | undefined;

    /** The renderer's own search has no ARIA, and would fetch through a `Data.Query` that nobody answers here. */
    override isDynamicTypeahead(): boolean {
      return false;
    }

    override get value(): string | undefined {
      return this.picker ? this.picker.chosen() : super.value;
    }

    override isValid(): boolean {
      return this.picker !== undefined || super.isValid();
    }

    protected override internalRender(): HTMLElement | undefined {
      if (this.choicesData?.dataset === PEOPLE) {
        this.picker = peoplePicker({
          host,
          label: this.label,
          placeholder: this.placeholder,
          preset: this.defaultValue,
          presetName: this.choices.find(({ value }) => value === this.defaultValue)?.title,
          changed: () => {
            this.valueChanged();
          },
        });
        return this.picker.input;
      }
      const element = super.internalRender();
      if (element && !(element instanceof HTMLSelectElement)) group(element, this.isMultiSelect);
      return element;
    }

    protected override overrideInternalRender(): HTMLElement | undefined {
      const element = super.overrideInternalRender();
      if (this.picker) this.inputControlContainerElement.append(...this.picker.beside);
      return element;
    }

    protected override updateInputControlAriaLabelledBy(): void {
      super.updateInputControlAriaLabelledBy();
      const group = this.renderedInputControlElement;
      if (group?.hasAttribute('role') === true && !this.picker)
        group.setAttribute('aria-labelledby', this.getAllLabelIds().join(' '));
    }
  };
}

/** Radio buttons of one name are one group in the whole page: the same card twice must not share its choices. */
function group(element: HTMLElement, several: boolean): void {
  const radios = element.querySelectorAll<HTMLInputElement>('input[type=radio], input[type=checkbox]');
  if (radios.length === 0) return;
  element.setAttribute('role', several ? 'group' : 'radiogroup');
  groups += 1;
  for (const radio of radios) radio.name = `choice-${groups}`;
}
