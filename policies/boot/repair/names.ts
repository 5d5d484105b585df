/** What a line that calls the repair program is told as. */
export const REPAIR_CONSTRUCT = "latchkey-repair";

/** The file in which the program pins what lets the declared accounts in: the first of its folder by name. */
export const PINS = "/etc/ssh/sshd_config.d/00-latchkey.conf";
