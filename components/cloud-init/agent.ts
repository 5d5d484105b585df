import type { UserDataPart } from "./merge";

/**
 * A script that installs the SSM agent on an image that comes without it (Debian, RHEL and its like), once, from AWS's own
 * bucket of the region ("Manually installing SSM Agent on EC2 instances for Linux", Systems Manager user guide).
 */
export function installAgent(): UserDataPart {
  return { text: SCRIPT, filename: "latchkey-agent" };
}

// The packages' own service starts with the installation; enabling it says so where an image's presets say otherwise.
const SCRIPT = `#!/bin/sh
metadata=http://169.254.169.254/latest
token=$(curl -fs -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $metadata/api/token)
region=$(curl -fs -H "X-aws-ec2-metadata-token: $token" $metadata/meta-data/placement/region)
domain=$(curl -fs -H "X-aws-ec2-metadata-token: $token" $metadata/meta-data/services/domain)
case $(uname -m) in aarch64) arch=arm64 ;; *) arch=amd64 ;; esac
bucket=https://s3.$region.$domain/amazon-ssm-$region/latest
cd /root || exit 1
if command -v dpkg >/dev/null; then
  curl -fsSo amazon-ssm-agent.deb "$bucket/debian_$arch/amazon-ssm-agent.deb"
  dpkg -i amazon-ssm-agent.deb
else
  curl -fsSo amazon-ssm-agent.rpm "$bucket/linux_$arch/amazon-ssm-agent.rpm"
  rpm -U amazon-ssm-agent.rpm
fi
systemctl enable --now amazon-ssm-agent
`;
