/**
 * Variables that a script finds set without having set them: by the shell itself (bash(1), "Shell Variables"), by systemd
 * (systemd.exec(5), "Environment variables in spawned processes"), by cloud-init and by sudo(8).
 */
const ENVIRONMENT =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|MAIL|PWD|OLDPWD|TERM|LANG|LANGUAGE|LC_\w+|TZ|HOSTNAME|HOSTTYPE|MACHTYPE|OSTYPE|PPID|UID|EUID|GROUPS|IFS|RANDOM|SRANDOM|SECONDS|LINENO|OPTARG|OPTIND|OPTERR|REPLY|MAPFILE|PS[0-4]|SHLVL|SHELLOPTS|EPOCH\w+|DIRSTACK|FUNCNAME|PIPESTATUS|COLUMNS|LINES|COMP_\w+|BASH\w*|COPROC\w*|INSTANCE_ID|INVOCATION_ID|JOURNAL_STREAM|MEMORY_PRESSURE_\w+|NOTIFY_SOCKET|LISTEN_\w+|MAINPID|\w+_DIRECTORY|SYSTEMD_\w+|SUDO_\w+|XDG_\w+|PYTHON\w*|AWS_\w+|(?:https?|ftp|all|no)_proxy|(?:HTTPS?|FTP|ALL|NO)_PROXY)$/u;

/** Whether a variable may be set although no line of the script sets it. */
export const mayComeFromOutside = (name: string): boolean => ENVIRONMENT.test(name);
