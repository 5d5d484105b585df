// A host that keeps itself open, in Go.
package main

import (
	"github.com/latchkey/pulumi-components/sdk/go/components"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		_, err := components.NewSerialConsole(ctx, "console", &components.SerialConsoleArgs{
			InstanceTags: pulumi.StringMap{"Team": pulumi.String("shop")},
			Groups:       pulumi.StringArray{pulumi.String("operators")},
		})
		if err != nil {
			return err
		}
		web, err := components.NewRecoverableInstance(ctx, "web", &components.RecoverableInstanceArgs{
			ImageName:                pulumi.StringRef("ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"),
			KeyPair:                  pulumi.String("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops"),
			SshFrom:                  pulumi.StringArray{pulumi.String("198.51.100.0/24")},
			AssociatePublicIpAddress: pulumi.Bool(true),
			RecoveryUser: &components.RecoveryUserArgs{
				Password: config.RequireSecret(ctx, "recoveryPassword"),
			},
			Tags: pulumi.StringMap{"Team": pulumi.String("shop")},
		})
		if err != nil {
			return err
		}
		ctx.Export("sshCommand", web.SshCommand)
		ctx.Export("serialConsoleCommand", web.SerialConsoleCommand)
		return nil
	})
}
