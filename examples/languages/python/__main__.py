"""A host that keeps itself open, in Python."""

import latchkey_components as components
import pulumi

config = pulumi.Config()

components.SerialConsole("console", instance_tags={"Team": "shop"}, groups=["operators"])

web = components.RecoverableInstance(
    "web",
    image_name="ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*",
    key_pair="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
    ssh_from=["198.51.100.0/24"],
    associate_public_ip_address=True,
    recovery_user=components.RecoveryUserArgs(
        password=config.require_secret("recoveryPassword"),
    ),
    users=[
        components.UserArgs(
            name="deploy",
            public_keys=[
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE6pD1jvVVLpQ0d0YUjGlR3Zz2h3iYHf2S3y7k0mJmKc deploy"
            ],
        )
    ],
    tags={"Team": "shop"},
)

pulumi.export("sshCommand", web.ssh_command)
pulumi.export("serialConsoleCommand", web.serial_console_command)
