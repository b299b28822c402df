/** HTML that may be sent as it is. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** HTML of a template: what stands in it is kept, what is put into it is escaped unless it is markup itself. */
export const markup = (parts: TemplateStringsArray, ...values: readonly (string | Markup)[]): Markup =>
  new Markup(parts.map((part, index) => part + textOf(values[index] ?? "")).join(""))

const textOf = (value: string | Markup) => (value instanceof Markup ? value.text : escaped(value))

/** Fit for an element and for an attribute in double quotes. */
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
