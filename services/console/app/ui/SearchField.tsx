import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { words } from "../text/en/words.ts";

interface Shown {
  readonly label: string;
  /** What is searched for now, by the page's address. */
  readonly value: string;
  readonly onSearch: (q: string) => void;
}

const TYPING_MS = 200;

/** Searches while one types. What somebody goes back to stands in the field again. */
export const SearchField = ({ label, value, onSearch }: Shown) => {
  const [typed, setTyped] = useState(value);
  const search = useDebouncedCallback((q: string) => onSearch(q.trim()), TYPING_MS);
  useEffect(() => setTyped((now) => (now.trim() === value ? now : value)), [value]);
  const type = (q: string) => {
    setTyped(q);
    search(q);
  };
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed !== "" && <CloseButton size="sm" aria-label={words.clear} onClick={() => type("")} />}
      value={typed}
      onChange={({ currentTarget }) => type(currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
    />
  );
};
