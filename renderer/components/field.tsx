import { type ReactNode, useId } from 'react';
import { Icon } from './icons.tsx';

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  /** When the person leaves the field. */
  onLeave?: () => void;
  multiline?: boolean;
  type?: 'text' | 'password' | 'search';
  required?: boolean;
  /** What is wrong with the value, in one sentence. */
  error?: string | undefined;
  autoComplete?: string;
  maxLength?: number;
}

/** A labelled line (or some lines) of text. */
export function Field({
  label,
  hint,
  value,
  onChange,
  onLeave,
  multiline = false,
  type = 'text',
  required = false,
  error,
  autoComplete = 'off',
  maxLength,
}: FieldProps) {
  const id = useId();
  const described = [hint === undefined ? [] : `${id}-hint`, error === undefined ? [] : `${id}-error`].flat().join(' ');
  const common = {
    id,
    className: 'input',
    value,
    required,
    maxLength,
    autoComplete,
    'aria-invalid': error !== undefined,
    'aria-describedby': described === '' ? undefined : described,
    onBlur: onLeave,
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      {multiline ? (
        <textarea {...common} rows={3} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input {...common} type={type} onChange={(event) => onChange(event.target.value)} />
      )}
      {error === undefined ? null : (
        <p id={`${id}-error`} className="field-error">
          <Icon name="warning" size={1.25} />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}

interface CheckFieldProps {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** One thing a person confirms. */
export function CheckField({ label, hint, checked, onChange }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint === undefined ? null : (
          <p id={`${id}-hint`} className="hint">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

interface SelectFieldProps<Value extends string> {
  label: ReactNode;
  hint?: ReactNode;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string; lang?: string }[];
}

/** One value of a short list. */
export function SelectField<Value extends string>({ label, hint, value, onChange, options }: SelectFieldProps<Value>) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      <select
        id={id}
        className="input"
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
