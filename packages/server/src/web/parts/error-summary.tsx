import type { Form } from "../form.ts"
import { idOf } from "./field.tsx"
import { Icon } from "./icons.tsx"

/** Everything that is wrong with a form, above it, each leading to its field. Nothing where nothing is. */
export const ErrorSummary = ({ form, children }: { form: Form; children: string }) =>
  form.wrong.length === 0 ? null : (
    <div class="notice bad" role="alert">
      <Icon name="warning" />
      <div>
        <p>
          <b>{children}</b>
        </p>
        <ul class="errors">
          {form.wrong.map(({ name, words }) => (
            <li>
              {name !== undefined && (
                <>
                  <a href={`#${idOf(form, name)}`}>{form.labels[name]}</a>:{" "}
                </>
              )}
              {words}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
