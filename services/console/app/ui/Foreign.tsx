import { words } from "../text/en/words.ts";
import style from "./Foreign.module.css";
import { pieces } from "./visible.ts";

/** Text out of a directory: kept apart in its direction, and with hidden characters made visible. Every such value is shown by this. */
export const Foreign = ({ text }: { readonly text: string }) => (
  <bdi className={style.foreign}>
    {pieces(text).map((piece, index) =>
      "text" in piece ? (
        piece.text
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
        <span key={index} className={style.hidden} title={words.hiddenCharacter(piece.hidden)}>
          {piece.hidden}
        </span>
      ),
    )}
  </bdi>
);
