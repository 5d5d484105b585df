import { findCommand } from "./registry";

/**
 * Programs that nobody follows, and whose names may be told: they are these words, whoever writes them. Any other word that
 * stands where a command is due may be anything, a secret in the wrong place among it.
 */
const WELL_KNOWN: ReadonlySet<string> = new Set(
  `adcli amazon-cloudwatch-agent-ctl ansible-playbook ansible-pull authconfig authselect aws awk basename bundle cargo cfn-init
cfn-signal chef-client chef-solo chroot cloud-init composer conda consul ctr curl date dd debconf-set-selections df diff
dirname docker docker-compose du ecs-init fallocate fdisk flock g++ gawk gcc gem getfacl git go gpg grep groups growpart gsutil gunzip gzip
helm hostname hostnamectl ipa-client-install java jq kubeadm kubectl kubelet less localectl logger loginctl ls lsblk lvcreate
make md5sum mdadm mkswap modprobe mysql nerdctl newusers nginx node nodeadm nomad npm npx openssl pam-auth-update parted patch
perl php pip pip3 podman psql puppet pvcreate pwsh python python2 python3 realm realpath redis-cli resize2fs restorecon
rsync ruby salt-call scp sed semanage sestatus setenforce sftp sha256sum sleep sort sshd ssh ssh-add ssh-agent ssh-import-id
ssh-keygen ssh-keyscan sssctl stat swapoff swapon sync sysctl systemd-run tail tailscale tar teleport timedatectl tr tsh uname
unzip update-alternatives update-grub update-initramfs vault vgcreate visudo vim virtualenv wc wget xfs_growfs yarn yq zip`.split(
    /\s+/u,
  ),
);

/** How a command is called in what is said of it: by its name, where that is one of those that there are. */
export const toldName = (name: string): string =>
  findCommand(name) !== undefined || WELL_KNOWN.has(name) ? name : "command";
