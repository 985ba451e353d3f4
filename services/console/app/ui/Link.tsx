import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type Attributes<Own> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Own> & { readonly ref?: Ref<HTMLAnchorElement> };

/** A link to a page of the console; the page is fetched as soon as somebody points at it. */
export const Link = createLink((props: AnchorProps & Attributes<AnchorProps>) => <Anchor {...props} />);

/** A link that looks like a button: it leads somewhere and changes nothing. */
export const ButtonLink = createLink((props: ButtonProps & Attributes<ButtonProps>) => <Button component="a" {...props} />);
