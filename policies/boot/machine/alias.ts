import type { Origin } from "./prediction";

/**
 * Where something shows up that is kept elsewhere. A mount (mount(8), also `--bind`) shows a file system or folder in
 * place of what is there; a symbolic link leads to another path.
 */
export interface Alias {
  readonly kind: "mount" | "link";
  /** The location that is covered, or at which the link is. */
  readonly at: string;
  /** Of a mount: the location that shows there. Of a link: the path that it names. */
  readonly to: string;
  readonly since: Origin;
}
