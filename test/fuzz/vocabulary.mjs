// The words of the languages that are read.

/** The most that EC2 takes as user data. */
export const SIZE = 16_384;

/** A value that no message may hold. */
export const MARKER = "mrkzqsecret";

const list = (text) => text.trim().split(/\s+/u);

export const commands =
  list(`useradd adduser usermod userdel deluser groupadd groupmod groupdel gpasswd passwd chpasswd
  chage chsh chmod chown chgrp poweroff reboot shutdown init sleep crontab at chattr setfacl rm rmdir shred mkdir install cp mv
  rsync ln mount umount mkfs.ext4 e2label blkid touch truncate echo printf cat ls tee sed perl ssh-keygen awk base64 basename cut
  dirname egrep fgrep grep head sort tail tr uniq wc wait chkconfig update-rc.d apt-get dnf rpm dpkg snap ufw iptables nft
  firewall-cmd netfilter-persistent sshd ip ifconfig : true false cd pwd exit return break continue set umask let export local
  read unset shift test [ id getent whoami which pgrep sudo exec find cloud-init-per xargs env command nohup nice timeout bash sh
  su script kill pkill systemctl service eval trap source . python3 curl wget tar docker newusers history declare [[ x=1 f`);

export const paths =
  list(`/ /home /home/admin /home/admin/.ssh /home/admin/.ssh/authorized_keys /root/.ssh/authorized_keys
  /etc/ssh/sshd_config /etc/ssh/sshd_config.d/50.conf /etc/fstab /etc/passwd /etc/shadow /etc/group /etc/pam.d/sshd
  /etc/security/access.conf /etc/security/limits.d/a.conf /etc/nsswitch.conf /etc/hosts.deny /etc/nologin /etc/rc.local
  /etc/cron.d/a /etc/cron.daily/a /etc/systemd/system/a.service /etc/systemd/system/a.timer /opt/a /opt/b /tmp/a /usr/local/bin/a
  /var/lib/cloud/scripts/per-boot/a /var/spool/cron/crontabs/root /a /b /a/a /b/b ~ ~admin . .. ./a`);

export const words = [
  ...paths,
  ...list(`-r -R -f -s -p -e -i -n -a -c -d -u -m -g -G -L -l -- -exec -name -delete {} + ; u=rwx,go= 700 0777 +x admin ubuntu root ec2-user
    admin:admin root:root 0 1 22 65535 yes no sshd ssh ssh.socket amazon-ssm-agent acl start stop restart enable disable mask --now
    INPUT DROP ACCEPT -A -j -P --dport tcp s/a/b/ s/\\(a\\)*/\\1/g /a/d '/x/,/y/s/.*/z/' $x ${"${x}"} ${"${x:-y}"} ${"${x##*a}"} "$@" $1 $((x+1)) $(id) \`id\` {a,b} *
    ? [a-z] /home/* /etc/ssh/*.conf > >> < 2>&1 | && || ! = == -eq !! %h %u toString constructor __proto__ hasOwnProperty valueOf
    xn--a 1.2.3.4/0 ::/0 2024-01-01 never 99999 -1`),
];

export const around = [
  "if %; then x=1; else x=2; fi",
  "if x; then %; fi",
  "while %; do x=1; done",
  "while read a b; do %; done < /etc/passwd",
  "for i in 1 2 3; do %; done",
  "for i in $x; do %; done",
  "case $x in a) %;; *) x=1;; esac",
  "( % )",
  "{ %; }",
  "f() { %; }; f",
  "x=$(%)",
  'bash -c "%"',
  "sudo -u admin %",
  "eval '%'",
  "% | %",
  "trap '%' EXIT",
  "% || exit 1",
  "set -e; %",
];

export const opening = list(
  `( { $( \` " ' $(( (( [[ <<E <<-E if while case for do then fi done } ) ]] ;; && | \\`,
).flatMap((each) => [each, `${each} `, `${each}\n`, `${each} a `]);

export const keys =
  list(`users groups runcmd bootcmd write_files ssh_authorized_keys ssh_keys ssh_genkeytypes ssh_deletekeys
  ssh_pwauth password chpasswd mounts mount_default_fields power_state packages disable_root disable_root_opts user system_info
  default_user name path content encoding permissions owner append defer expire list type sudo shell homedir uid lock_passwd
  no_create_home system primary_group expiredate ssh_import_id merge_how merge_type cloud_final_modules cloud_init_modules
  allow_public_ssh_keys no_ssh_fingerprints chef puppet mode delay condition <<`);

export const keywords =
  list(`AllowUsers DenyUsers AllowGroups DenyGroups Match Include PermitRootLogin PubkeyAuthentication
  PasswordAuthentication AuthenticationMethods AuthorizedKeysFile AuthorizedKeysCommand Port ListenAddress UsePAM StrictModes
  Subsystem ForceCommand ChrootDirectory Ciphers MACs KexAlgorithms HostKey PubkeyAcceptedAlgorithms MaxSessions MaxStartups
  LoginGraceTime RekeyLimit IPQoS PermitOpen PermitListen SetEnv RevokedKeys TrustedUserCAKeys AddressFamily PerSourcePenalties
  ChannelTimeout RefuseConnection all user group host address localport publickey password any none -3des +aes* aes128-ctr
  *,!a *?*?*?x 1h30m 10:30:100 "a b" 'a # = UsePAM=no`);

export const mounts =
  list(`UUID=root LABEL=a /dev/xvdf tmpfs ext4 xfs nfs4 swap overlay bind defaults nofail noauto _netdev
  defaults,nofail lowerdir=/a:/b 0 2 \\040 none / /home /home/admin /boot`);

export const rules =
  list(`-A -I -P -F -D INPUT OUTPUT FORWARD -p tcp udp --dport 22 20:25 -j ACCEPT DROP REJECT LOG -s -i eth0 lo ! -m
  state --state NEW 1 allow deny limit in out on from to any port app OpenSSH proto insert delete default incoming enable rule`);

export const host =
  list(`account session auth required requisite sufficient optional include substack @include common-auth
  pam_deny.so pam_unix.so pam_access.so pam_limits.so [success=1 default=ignore] + - : ALL EXCEPT LOCAL root admin @sudo % * hard soft
  nofile maxlogins 0 unlimited passwd: files shadow: sshd: deny allow # \\`);

export const iam =
  list(`Allow Deny * ssm:* ssm:UpdateInstanceInformation ec2:* ec2:Modify* arn:aws:ec2:*:*:instance/* sts:AssumeRole
  ec2.amazonaws.com ssm.amazonaws.com *a*a*a*a*b ??? 2012-10-17`);

export const keyTypes = list(
  `ssh-rsa ssh-ed25519 ecdsa-sha2-nistp256 sk-ssh-ed25519@openssh.com ssh-dss toString ssh-xx`,
);

export const keyLines = [
  "-----BEGIN OPENSSH PRIVATE KEY-----\n",
  "-----BEGIN RSA PRIVATE KEY-----",
  "---- BEGIN SSH2 PUBLIC KEY ----\n",
  "---- END SSH2 PUBLIC KEY ----\n",
  "Comment: a\\\n",
  "PuTTY-User-Key-File-3: ssh-rsa\n",
  "-----BEGIN CERTIFICATE-----\n",
  "ssh-rsa AAAA",
  "ssh-rsa AAAAB3NzaC1yc2E=\n",
  'from="*",command="x" ',
  'command="',
  "\r",
  "# ",
  ", ",
  "MIIB",
];

export const headers = list(
  `Content-Type Content-Disposition Content-Transfer-Encoding MIME-Version Merge-Type X-Merge-Type From`,
);

export const beginnings = [
  "#!/bin/bash\n",
  "#!/bin/sh -e\n",
  "#cloud-config\n",
  "#cloud-boothook\n#!/bin/sh\n",
  "#cloud-config-archive\n",
  "## template: jinja\n#cloud-config\n",
  "#include\n",
  "#part-handler\n",
  "#!/usr/bin/env a=a b=b bash\n",
  "#!/usr/bin/python3\n",
  "<powershell>\n",
  "\ufeff#!/bin/sh\n",
  "",
];

export const types =
  list(`aws:ec2/instance:Instance aws:ec2/launchTemplate:LaunchTemplate aws:autoscaling/group:Group
  aws:ec2/securityGroup:SecurityGroup aws:ec2/securityGroupRule:SecurityGroupRule aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule
  aws:ec2/subnet:Subnet aws:ec2/routeTable:RouteTable aws:ec2/route:Route aws:ec2/internetGateway:InternetGateway
  aws:ec2/networkAcl:NetworkAcl aws:iam/role:Role aws:iam/instanceProfile:InstanceProfile aws:iam/rolePolicy:RolePolicy
  aws:iam/policy:Policy aws:iam/rolePolicyAttachment:RolePolicyAttachment aws:ec2/keyPair:KeyPair aws:ec2/fleet:Fleet
  aws:ec2/spotFleetRequest:SpotFleetRequest aws:eks/nodeGroup:NodeGroup aws:batch/computeEnvironment:ComputeEnvironment
  aws:emr/cluster:Cluster aws:elasticbeanstalk/environment:Environment aws:ssm/document:Document
  aws:ec2/serialConsoleAccess:SerialConsoleAccess aws:ec2/networkInterface:NetworkInterface aws:ec2/eip:Eip
  command:remote:Command aws-native:ec2:Instance aws-native:ec2:LaunchTemplate aws-native:ec2:SecurityGroup aws-native:iam:Role
  pulumi:pulumi:Stack`);

export const properties =
  list(`ami userData userDataBase64 keyName subnetId vpcId vpcSecurityGroupIds securityGroups ingress egress
  fromPort toPort protocol cidrBlocks cidrIp self iamInstanceProfile role roles name path policy policyArn policies inlinePolicies
  assumeRolePolicy managedPolicyArns permissionsBoundary launchTemplate id version latestVersion networkInterfaces metadataOptions
  httpEndpoint instanceType instanceMarketOptions associatePublicIpAddress publicKey routes gatewayId destinationCidrBlock
  routeTableId securityGroupId sourceSecurityGroupId type tags key value propagateAtLaunch settings namespace mixedInstancesPolicy
  overrides launchSpecifications computeResources ec2Attributes bootstrapActions content connection user privateKey host enabled
  disableApiStop instanceInitiatedShutdownBehavior region provider __defaults arn urn`);

export const values =
  list(`ami-0123456789abcdef0 t3.micro 0.0.0.0/0 10.0.0.0/8 -1 tcp ingress egress sg-1 subnet-1 vpc-1 $Latest
  $Default arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore arn:aws:iam::123456789012:role/a disabled terminate #!/bin/sh
  I2Nsb3VkLWNvbmZpZwo= ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*`);

export const calls =
  list(`aws:ec2/getAmi:getAmi aws:ec2/getAmiIds:getAmiIds aws:ec2/getSecurityGroup:getSecurityGroup
  aws:ec2/getSubnet:getSubnet aws:ec2/getVpc:getVpc aws:iam/getPolicyDocument:getPolicyDocument aws:iam/getRole:getRole
  aws:index/getRegion:getRegion aws:ssm/getParameter:getParameter`);

export const errors =
  list(`AccessDenied UnauthorizedOperation ExpiredToken ThrottlingException ECONNREFUSED ENOTFOUND TimeoutError
  CredentialsProviderError UnknownEndpoint toString constructor`);
