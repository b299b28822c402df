import type { Child } from "hono/jsx"
import { type Form, wrongWith } from "../form.ts"

interface FieldProps<Name extends string> {
  readonly form: Form<Name>
  readonly name: Name
  readonly help?: Child
  /** May be left empty; every other field is required. */
  readonly optional?: boolean
  /** What HTML itself can check of it, and more of the input's attributes. */
  readonly with?: Readonly<Record<string, unknown>>
}

/** One line of text. */
export const TextField = <Name extends string>(props: FieldProps<Name> & { readonly type?: string }) => (
  <Labelled {...props}>
    <input type={props.type ?? "text"} value={props.form.values[props.name] ?? ""} {...inputOf(props)} />
  </Labelled>
)

/** A file of theirs. */
export const FileField = <Name extends string>(props: FieldProps<Name>) => (
  <Labelled {...props}>
    <input type="file" {...inputOf(props)} />
  </Labelled>
)

/** Several lines of text. */
export const TextArea = <Name extends string>(props: FieldProps<Name>) => (
  <Labelled {...props}>
    <textarea {...inputOf(props)}>{props.form.values[props.name] ?? ""}</textarea>
  </Labelled>
)

interface ChoiceProps<Name extends string> extends FieldProps<Name> {
  /** What is sent, and how it reads. */
  readonly options: readonly (readonly [value: string, words: Child])[]
}

/** One of many, in a menu. */
export const SelectField = <Name extends string>(props: ChoiceProps<Name>) => (
  <Labelled {...props}>
    <select {...inputOf(props)}>
      {props.options.map(([value, words]) => (
        <option value={value} selected={props.form.values[props.name] === value}>
          {words}
        </option>
      ))}
    </select>
  </Labelled>
)

/** One of a few, all to be seen. */
export const RadioField = <Name extends string>(props: ChoiceProps<Name>) => <Boxes {...props} type="radio" />

/** Any of a few; they are sent under one name. */
export const CheckField = <Name extends string>(props: ChoiceProps<Name>) => <Boxes {...props} type="checkbox" />

const Boxes = <Name extends string>(props: ChoiceProps<Name> & { readonly type: "radio" | "checkbox" }) => {
  const { form, name, help, optional = false, type, options } = props
  const chosen = (form.values[name] ?? "").split("\n")
  return (
    <fieldset class="field" id={idOf(form, name)} {...describedBy(props)}>
      <legend>
        <Label {...props} />
      </legend>
      {help !== undefined && (
        <p class="soft" id={`${idOf(form, name)}-help`}>
          {help}
        </p>
      )}
      <div class="boxes">
        {options.map(([value, words]) => (
          <label htmlFor={`${idOf(form, name)}-${value}`}>
            <input
              id={`${idOf(form, name)}-${value}`}
              type={type}
              name={name}
              value={value}
              checked={chosen.includes(value)}
              required={type === "radio" && !optional}
            />
            <span>{words}</span>
          </label>
        ))}
      </div>
      <WrongWords form={form} name={name} />
    </fieldset>
  )
}

/** A label above, help beneath it, and what is wrong below the input. */
const Labelled = <Name extends string>(props: FieldProps<Name> & { readonly children?: Child }) => {
  const { form, name, help, children } = props
  return (
    <div class="field">
      <label htmlFor={idOf(form, name)}>
        <Label {...props} />
      </label>
      {help !== undefined && (
        <p class="soft" id={`${idOf(form, name)}-help`}>
          {help}
        </p>
      )}
      {children}
      <WrongWords form={form} name={name} />
    </div>
  )
}

const Label = <Name extends string>({ form, name, optional }: FieldProps<Name>) => (
  <>
    {form.labels[name]}
    {optional && <span class="soft"> (optional)</span>}
  </>
)

const WrongWords = ({ form, name }: { form: Form; name: string }) => {
  const words = wrongWith(form, name)
  return words === undefined ? null : (
    <p class="wrong" id={`${idOf(form, name)}-wrong`}>
      {words}
    </p>
  )
}

/** The id of a field in its page. */
export const idOf = (form: Form, name: string): string => `${form.id}${name}`

const inputOf = <Name extends string>(props: FieldProps<Name>) => ({
  id: idOf(props.form, props.name),
  name: props.name,
  required: props.optional !== true,
  ...describedBy(props),
  ...props.with,
})

function describedBy<Name extends string>({ form, name, help }: FieldProps<Name>): Record<string, string> {
  const id = idOf(form, name)
  const isWrong = wrongWith(form, name) !== undefined
  const ids = [...(help === undefined ? [] : [`${id}-help`]), ...(isWrong ? [`${id}-wrong`] : [])]
  return {
    ...(ids.length > 0 && { "aria-describedby": ids.join(" ") }),
    ...(isWrong && { "aria-invalid": "true" }),
  }
}
