import type { ComponentChildren } from "preact";

interface SwitchProps {
  readonly isOn: boolean;
  readonly title?: string;
  readonly children: ComponentChildren;
  onChange(isOn: boolean): void;
}

export function Switch({ isOn, title, children, onChange }: SwitchProps) {
  return (
    <label class="switch" {...(title !== undefined && { title })}>
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        aria-checked={isOn}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      {children}
    </label>
  );
}
