import { type ReactNode, useId } from 'react';
import { Icon, type IconName } from './icons.tsx';

export interface ChoiceOption<Value extends string> {
  value: Value;
  label: ReactNode;
  detail?: ReactNode;
  icon?: IconName;
  disabled?: boolean;
}

interface ChoiceProps<Value extends string> {
  legend: ReactNode;
  /** True where a heading above says the same already. */
  hideLegend?: boolean;
  hint?: ReactNode;
  /** Null: nothing is chosen yet. */
  value: Value | null;
  onChange: (value: Value) => void;
  options: readonly ChoiceOption<Value>[];
  columns?: 1 | 2 | 3 | 4;
}

/** One of several ways, as large cards that are radio buttons. */
export function Choice<Value extends string>({
  legend,
  hideLegend = false,
  hint,
  value,
  onChange,
  options,
  columns = 1,
}: ChoiceProps<Value>) {
  const id = useId();
  return (
    <fieldset className="choice" aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
      <legend className={hideLegend ? 'visually-hidden' : 'legend'}>{legend}</legend>
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      <div className="choice-options" data-columns={columns}>
        {options.map((option) => {
          const key = `${id}-${option.value}`;
          return (
            <label key={option.value} className="choice-option" data-disabled={option.disabled === true}>
              <input
                type="radio"
                name={id}
                value={option.value}
                checked={option.value === value}
                disabled={option.disabled}
                aria-labelledby={`${key}-label`}
                aria-describedby={option.detail === undefined ? undefined : `${key}-detail`}
                onChange={() => onChange(option.value)}
              />
              {option.icon === undefined ? null : <Icon name={option.icon} size={1.75} />}
              <span className="choice-text">
                <span id={`${key}-label`} className="choice-label">
                  {option.label}
                </span>
                {option.detail === undefined ? null : (
                  <span id={`${key}-detail`} className="choice-detail">
                    {option.detail}
                  </span>
                )}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
