import { bash, KEY, verdict } from "../judge";

describe("what bootstrap scripts do all the time", () => {
  it.each([
    [
      "sends its output to a log by tee",
      "open",
      bash(
        "exec > >(tee /var/log/user-data.log | logger -t user-data -s 2>/dev/console) 2>&1",
        "apt-get update",
      ),
    ],
    ["sends its output to a log", "open", bash("exec > /var/log/user-data.log 2>&1")],
    [
      "appends its output to a log of its own name",
      "open",
      bash("LOG=/var/log/boot.log", 'exec >> "$LOG" 2>&1', "echo hello"),
    ],
    ["sets a trap", "open", bash("trap 'rm -rf /tmp/work' EXIT")],
    ["traps an error", "open", bash("trap 'echo failed at $LINENO' ERR")],
    [
      "is strict",
      "open",
      bash("set -euxo pipefail", "IFS=$'\\n\\t'", "export DEBIAN_FRONTEND=noninteractive"),
    ],
    ["waits for the network", "open", bash("until ping -c 1 example.com; do", "  sleep 1", "done")],
    ["waits for a service", "open", bash("while ! curl -sf http://localhost:8080/health; do sleep 5; done")],
    [
      "waits for apt's lock",
      "open",
      bash("while fuser /var/lib/dpkg/lock-frontend >/dev/null 2>&1; do sleep 1; done"),
    ],
    [
      "tries a few times",
      "open",
      bash("for i in $(seq 1 30); do apt-get install -y nginx && break || sleep 10; done"),
    ],
    [
      "asks the metadata service",
      "open",
      bash(
        'TOKEN=$(curl -sX PUT "http://169.254.169.254/latest/api/token" -H "X-aws-ec2-metadata-token-ttl-seconds: 60")',
        'REGION=$(curl -s -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/meta-data/placement/region)',
      ),
    ],
    [
      "calls the AWS command line",
      "open",
      bash(
        "aws s3 cp s3://bucket/app.tgz /home/ubuntu/app.tgz",
        "aws ec2 associate-address --instance-id $ID --allocation-id eipalloc-1",
      ),
    ],
    ["copies a folder from S3 into the home", "open", bash("aws s3 sync s3://bucket/app/ /home/ubuntu/app/")],
    [
      "runs containers on folders of a home",
      "open",
      bash("docker run -d --restart always -v /home/ubuntu/app:/app -v /home/ubuntu:/data -p 80:80 nginx"),
    ],
    [
      "writes a unit and starts it",
      "open",
      bash(
        "cat <<'EOF' > /etc/systemd/system/app.service",
        "[Service]",
        "User=ubuntu",
        "ExecStart=/home/ubuntu/app/run",
        "[Install]",
        "WantedBy=multi-user.target",
        "EOF",
        "systemctl daemon-reload",
        "systemctl enable --now app.service",
      ),
    ],
    [
      "adds the user to a group",
      "open",
      bash("usermod -aG docker ubuntu", "usermod -a -G adm,www-data ubuntu"),
    ],
    [
      "works as the user",
      "open",
      bash('su - ubuntu -c "mkdir -p app && cd app && git clone https://example.com/x.git ."'),
    ],
    [
      "works as the user by sudo",
      "open",
      bash(
        "sudo -u ubuntu git clone https://example.com/x.git /home/ubuntu/x",
        "sudo -iu ubuntu npm ci",
        "sudo -H -u ubuntu bash -c 'cd ~/x && npm run build'",
      ),
    ],
    [
      "edits a crontab",
      "open",
      bash(
        '(crontab -l 2>/dev/null; echo "0 * * * * /opt/job") | crontab -',
        'echo "* * * * * root /opt/job" > /etc/cron.d/job',
      ),
    ],
    [
      "makes swap",
      "open",
      bash(
        "fallocate -l 2G /swapfile",
        "chmod 600 /swapfile",
        "mkswap /swapfile",
        "swapon /swapfile",
        "echo '/swapfile none swap sw 0 0' >> /etc/fstab",
      ),
    ],
    ["makes swap with tee", "open", bash("echo '/swapfile swap swap defaults 0 0' | sudo tee -a /etc/fstab")],
    [
      "mounts a volume that may be missing",
      "open",
      bash(
        "mkfs -t xfs /dev/xvdf",
        "mkdir -p /data",
        "UUID=$(blkid -s UUID -o value /dev/xvdf)",
        'echo "UUID=$UUID /data xfs defaults,nofail 0 2" >> /etc/fstab',
        "mount -a",
      ),
    ],
    [
      "joins a cluster",
      "open",
      bash(
        "/etc/eks/bootstrap.sh cluster --kubelet-extra-args '--node-labels=a=b'",
        "echo ECS_CLUSTER=x >> /etc/ecs/ecs.config",
      ),
    ],
    [
      "signals CloudFormation",
      "open",
      bash("/opt/aws/bin/cfn-signal -e $? --stack s --resource r --region eu-west-1"),
    ],
    [
      "starts the CloudWatch agent",
      "open",
      bash("/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s"),
    ],
    [
      "installs from packages and sources",
      "open",
      bash(
        "apt-get update && apt-get install -y build-essential git",
        "pip3 install awscli",
        "git clone https://example.com/x.git /opt/x",
        "cd /opt/x && ./configure --prefix=/usr && make && make install",
        "npm ci --prefix /opt/x",
        "python3 -m venv /opt/venv",
        "/opt/venv/bin/pip install -r /opt/x/requirements.txt",
      ),
    ],
    [
      "installs the AWS command line",
      "open",
      bash(
        "curl -s https://awscli.amazonaws.com/awscli-exe-linux-x86_64.zip -o awscliv2.zip",
        "unzip -q awscliv2.zip",
        "sudo ./aws/install --update",
      ),
    ],
    [
      "raises the limit of open files",
      "open",
      bash("echo '* soft nofile 65535' >> /etc/security/limits.conf"),
    ],
    [
      "opens a port in a firewall that is off",
      "open",
      bash("ufw allow 80/tcp", "firewall-cmd --permanent --add-service=http", "firewall-cmd --reload"),
    ],
    [
      "forwards packets",
      "open",
      bash("iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE", "iptables -A FORWARD -i eth1 -j ACCEPT"),
    ],
    [
      "copies files into the home",
      "open",
      bash(
        "cp /opt/app.conf /home/ubuntu/",
        "cp -r /opt/app /home/ubuntu",
        "mv /tmp/x.tgz /home/ubuntu",
        "cp -r /opt/site/* /home/ubuntu/",
      ),
    ],
    [
      "unpacks into the home",
      "open",
      bash(
        "tar -xzf /tmp/app.tgz -C /home/ubuntu",
        "unzip /tmp/x.zip -d /home/ubuntu",
        "wget -P /home/ubuntu https://example.com/x",
      ),
    ],
    [
      "looks for files everywhere",
      "open",
      bash(
        "find / -name '*.pyc' -delete",
        "find /home/ubuntu -name core -exec rm {} +",
        "find /home -type d -exec ls {} +",
      ),
    ],
    [
      "reads what the system knows",
      "open",
      bash(". /etc/os-release", "source /etc/profile.d/x.sh", 'echo "$ID $VERSION_ID"'),
    ],
    [
      "adds to the user's own start files",
      "open",
      bash(
        "echo 'export PATH=$PATH:/opt/bin' >> /home/ubuntu/.bashrc",
        "echo 'alias k=kubectl' | tee -a /home/ubuntu/.profile",
      ),
    ],
    [
      "writes a script for later",
      "open",
      bash(
        "cat > /usr/local/bin/cleanup.sh <<'EOF'",
        "#!/bin/bash",
        "userdel -r ubuntu",
        "EOF",
        "chmod +x /usr/local/bin/cleanup.sh",
      ),
    ],
    [
      "has a terminal command in a printed text",
      "open",
      bash("cat <<EOF", "usermod -e 1 ubuntu", "EOF", "echo 'userdel ubuntu'", "# chmod 777 /home/ubuntu"),
    ],
    [
      "makes another user",
      "open",
      bash(
        "id deploy &>/dev/null || useradd -m -s /bin/bash deploy",
        "mkdir -p /home/deploy/.ssh",
        `echo "${KEY}" > /home/deploy/.ssh/authorized_keys`,
        "chown -R deploy:deploy /home/deploy/.ssh",
        "chmod 700 /home/deploy/.ssh",
      ),
    ],
    [
      "works in a folder it does not know",
      "open",
      bash('cd "$APP_DIR"', "chown -R app:app .", 'chmod -R 777 "$DATA"'),
    ],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
