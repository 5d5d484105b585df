/** The services by which people get in: the SSH server, the socket that may start it, and Systems Manager's agent. */
export const SERVICES = ["sshd", "ssh.socket", "amazon-ssm-agent"] as const;
