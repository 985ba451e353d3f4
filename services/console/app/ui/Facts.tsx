import type { ReactNode } from "react";
import style from "./Facts.module.css";

/** Names and values, under each other. What is undefined is left out. */
export const Facts = ({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode | undefined])[] }) => (
  <dl className={style.facts}>
    {facts
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);
