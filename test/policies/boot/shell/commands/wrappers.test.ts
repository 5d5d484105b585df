import { bash, verdict } from "../../judge";

describe("commands that start others", () => {
  it.each([
    ["sudo", "closed", bash("sudo userdel ubuntu")],
    ["sudo with options", "closed", bash("sudo -n -E userdel ubuntu")],
    ["sudo with a variable", "closed", bash("sudo DEBIAN_FRONTEND=noninteractive userdel ubuntu")],
    ["sudo as root", "closed", bash("sudo -u root userdel ubuntu")],
    ["sudo as another user", "open", bash("sudo -u alice userdel ubuntu")],
    ["sudo with letters in one", "open", bash("sudo -Hu alice userdel ubuntu")],
    ["env", "closed", bash("env -i A=b userdel ubuntu")],
    ["timeout", "closed", bash("timeout -k 5 30 userdel ubuntu")],
    ["nohup and nice", "closed", bash("nohup nice -n 5 userdel ubuntu")],
    ["command", "closed", bash("command userdel ubuntu")],
    ["the full path", "closed", bash("/usr/sbin/userdel ubuntu")],
    ["bash -c", "closed", bash('bash -c "userdel ubuntu"')],
    ["bash with options", "closed", bash('bash -euxc "userdel ubuntu"')],
    ["a heredoc for bash", "closed", bash("bash <<'EOF'", "userdel ubuntu", "EOF")],
    ["a heredoc for a login shell", "closed", bash("sudo -i <<EOF", "userdel ubuntu", "EOF")],
    ["a heredoc for su", "closed", bash("su - ubuntu <<EOF", "rm -rf .ssh", "EOF")],
    ["su -c as root", "closed", bash("su -c 'userdel ubuntu'")],
    ["su -c in the user's home", "closed", bash("su - ubuntu -c 'rm -rf .ssh'")],
    ["su -c with a shell named", "open", bash("su - ubuntu -s /bin/bash -c 'cd app && npm ci'")],
    ["runuser", "closed", bash("runuser -u ubuntu -- rm -rf /home/ubuntu/.ssh")],
    ["runuser -l", "closed", bash("runuser -l ubuntu -c 'rm -rf ~/.ssh'")],
    ["eval", "closed", bash("eval 'userdel ubuntu'")],
    ["eval of what is not known", "unknown", bash('eval "$(ssh-agent)"')],
    ["a pipe into a shell", "closed", bash("echo 'userdel ubuntu' | bash")],
    ["another machine", "open", bash("ssh host userdel ubuntu", "ssh host <<EOF", "userdel ubuntu", "EOF")],
    ["a container", "open", bash("docker exec web userdel ubuntu", "docker run x chmod 777 /home/ubuntu")],
    ["another root", "open", bash("chroot /mnt userdel ubuntu")],
    ["a pod", "open", bash("kubectl exec web -- userdel ubuntu")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
