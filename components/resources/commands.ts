import * as pulumi from "@pulumi/pulumi";

/** What people type to get in; each is a shell command line for the AWS CLI or OpenSSH. */
export interface Commands {
  readonly sshCommand: pulumi.Output<string>;
  readonly sessionCommand: pulumi.Output<string>;
  readonly serialConsoleCommand: pulumi.Output<string>;
  readonly troubleshootCommand: pulumi.Output<string>;
}

export interface Host {
  readonly id: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly loginUser: pulumi.Output<string>;
  /** Public address, or the private one where there is none. */
  readonly address: pulumi.Output<string>;
}

/** The ways into one instance, as commands. */
export function commandsFor({ id, region, loginUser, address }: Host): Commands {
  return {
    sshCommand: pulumi.interpolate`ssh ${loginUser}@${address}`,
    sessionCommand: pulumi.interpolate`aws ssm start-session --region ${region} --target ${id}`,
    // The pushed key opens the console for a minute; ~. ends the connection.
    serialConsoleCommand: pulumi.interpolate`aws ec2-instance-connect send-serial-console-ssh-public-key --region ${region} --instance-id ${id} --serial-port 0 --ssh-public-key file://$HOME/.ssh/id_ed25519.pub && ssh -i ~/.ssh/id_ed25519 ${id}.port0@serial-console.ec2-instance-connect.${region}.aws`,
    troubleshootCommand: pulumi.interpolate`aws ssm start-automation-execution --region ${region} --document-name AWSSupport-TroubleshootSSH --parameters InstanceId=${id},Action=CheckAll`,
  };
}
