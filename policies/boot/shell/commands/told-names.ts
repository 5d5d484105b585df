/** Programs that are not followed and that messages may name: everybody's, so that no word of somebody's own is told. */
const PROGRAMS: ReadonlySet<string> = new Set(
  `aa-enforce aa-status adcli amazon-linux-extras ansible ansible-playbook ansible-pull apachectl authconfig authselect aws
  bsdtar bundle bunzip2 bzip2 cargo certbot cfn-init cfn-signal chef-client chef-solo chroot chrony cloud-init cmake composer
  conda corepack ctr curl date dd debconf-set-selections depmod df diff docker docker-compose du ec2-metadata eksctl faillock
  fail2ban-client fallocate fdisk file fuser gcc gem getfacl gh git go gpg growpart gsutil gunzip gzip helm history hostname
  hostnamectl htpasswd http id ipa-client-install java jq kubeadm kubectl kubelet ldconfig less loginctl localectl locale-gen
  logger logrotate lsattr lsb_release lsof lvcreate lvextend make md5sum mkinitrd mkswap mktemp modprobe mysql mysqladmin nc
  needrestart nerdctl netplan netstat newgrp newusers nginx nmcli node npm npx nsenter ntpdate openssl pam-auth-update partprobe
  parted patch pecl php pip pip3 pipx pm2 podman poetry psql puppet pvcreate pwsh python python2 python3 rails rake readlink
  realm realpath redis-cli resize2fs resolvectl restorecon rsyslogd ruby rustup salt-call salt-minion scp semanage seq setenforce
  setsebool sftp sha256sum sqlite3 ss ssh ssh-import-id ssh-keyscan sshpass sssctl stress swapoff swapon sync sysctl systemd-run
  systemd-sysusers systemd-tmpfiles tailscale tar teleport terraform timedatectl tomcat tsh tune2fs udevadm uname unattended-upgrade
  unattended-upgrades unzip update-alternatives update-ca-certificates update-ca-trust update-grub update-initramfs uptime uv
  vgcreate virtualenv visudo wget xfs_growfs xz yarn yq zip`.split(/\s+/u),
);

/** How a command is named in a message: by its name where that is one of everybody's, else by what it is. */
export const toldName = (name: string): string =>
  PROGRAMS.has(name) || /^python\d(?:\.\d{1,2})?$/u.test(name) ? name : "command";
