import { serviceNodeKinds } from "../../../../policies/boot/image/kinds/service-nodes";
import { imageKinds } from "../../../../policies/boot/image/kinds";
import { matchKind } from "../../../../policies/boot/image/match";
import { publishedImages } from "./published-images";

const SOMEBODY = "111122223333";

test.each(publishedImages)("%s: %s of %s", (kind, name, owner) => {
  expect(matchKind(name, [owner])?.id).toBe(kind);
});

test.each(publishedImages)("%s: %s is recognised by its name where no owner is known", (kind, name) => {
  expect(matchKind(name, [])?.id).toBe(kind);
});

test.each(publishedImages)("%s: %s that AWS vouches for", (kind, name) => {
  expect(matchKind(name, ["amazon"])?.id).toBe(kind);
});

test.each(publishedImages)("%s: %s of somebody else is not it", (_, name) => {
  expect(matchKind(name, [SOMEBODY])).toBeUndefined();
  expect(matchKind(name, ["self"])).toBeUndefined();
});

test.each(publishedImages)(
  "%s: %s may come from somebody else where the search allows it",
  (_, name, owner) => {
    expect(matchKind(name, [owner, SOMEBODY])).toBeUndefined();
  },
);

test("there is a published image for every kind that is not a search's alone", () => {
  const shown = new Set(publishedImages.map(([kind]) => kind));
  const others = imageKinds.map(({ id }) => id).filter((id) => !shown.has(id));
  // What a service calls its images is no image's name.
  const services = serviceNodeKinds.map(({ id }) => id);
  expect(others).toEqual([...services, "al2023-any", "amazon-linux-2-any"]);
});

test("ids are told once, and owners are account ids", () => {
  const ids = imageKinds.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(imageKinds.flatMap(({ owners }) => owners).filter((owner) => !/^\d{12}$/.test(owner))).toEqual([]);
});

test.each([
  ["al2023-ami-2023*-x86_64", "al2023"],
  ["al2023-ami-2023.*-kernel-6.1-x86_64", "al2023"],
  ["al2023-ami-kernel-6.1-x86_64", "al2023"],
  ["al2023-ami-*-x86_64", "al2023-any"],
  ["al2023-ami*", "al2023-any"],
  ["al2023-ami-minimal-*-arm64", "al2023-minimal"],
  ["al2023-ami-ecs-hvm-*-x86_64", "ecs-al2023"],
  ["amzn2-ami-hvm-*-x86_64-gp2", "amazon-linux-2"],
  ["amzn2-ami-kernel-5.10-hvm-*", "amazon-linux-2"],
  ["amzn2-ami-*", "amazon-linux-2-any"],
  ["amazon-eks-node-1.30-*", "eks-amazon-linux-2"],
  ["ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*", "ubuntu"],
  ["ubuntu/images/hvm-ssd*/ubuntu-noble-24.04-amd64-server-*", "ubuntu"],
  ["ubuntu/images/*ubuntu-noble-24.04-amd64-server-*", "ubuntu"],
  ["ubuntu/images/*/ubuntu-bionic-18.04-*", "ubuntu-16.04-to-18.04"],
  ["debian-12-amd64-*", "debian"],
  ["RHEL-9*_HVM-*-x86_64-*", "rhel"],
  ["Rocky-8-ec2*x86_64*", "rocky"],
  ["AlmaLinux OS 9*x86_64*", "almalinux"],
  ["CentOS Stream 9*x86_64*", "centos-stream"],
  ["OL9.3-*", "oracle-linux"],
  ["suse-sles-15-sp5-v*-hvm-ssd-x86_64", "sles"],
  ["Windows_Server-2022-English-Full-Base-*", "windows"],
  ["bottlerocket-aws-ecs-2-x86_64-*", "bottlerocket"],
  ["Deep Learning AMI GPU PyTorch * (Ubuntu 20.04) *", "deep-learning-ubuntu"],
])("a program's search for %s means %s", (pattern, kind) => {
  expect(matchKind(pattern, [])?.id).toBe(kind);
});

test.each([
  "*",
  "ubuntu",
  "my-ubuntu/images/x",
  "golden-al2023-ami-2023",
  "debian-base",
  "debian-hardened-12",
  "",
])("%p means no published image", (name) => {
  expect(matchKind(name, [])).toBeUndefined();
});

test.each([
  ["/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64", "al2023"],
  ["/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-arm64", "al2023-minimal"],
  ["/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2", "amazon-linux-2"],
  ["/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-arm64-gp2", "amazon-linux-2"],
  ["/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id", "ubuntu"],
  [
    "/aws/service/canonical/ubuntu/server/18.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
    "ubuntu-16.04-to-18.04",
  ],
  [
    "/aws/service/canonical/ubuntu/server-minimal/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
    "ubuntu-minimal",
  ],
  ["/aws/service/canonical/ubuntu/eks/22.04/1.29/stable/current/amd64/hvm/ebs-gp2/ami-id", "eks-ubuntu"],
  ["/aws/service/debian/release/12/latest/amd64", "debian"],
  ["/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id", "ecs-amazon-linux-2"],
  ["/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id", "ecs-al2023"],
  ["/aws/service/eks/optimized-ami/1.29/amazon-linux-2/recommended/image_id", "eks-amazon-linux-2"],
  ["/aws/service/eks/optimized-ami/1.29/amazon-linux-2-arm64/recommended/image_id", "eks-amazon-linux-2"],
  [
    "/aws/service/eks/optimized-ami/1.30/amazon-linux-2023/x86_64/standard/recommended/image_id",
    "eks-al2023",
  ],
  ["/aws/service/bottlerocket/aws-k8s-1.30/x86_64/latest/image_id", "bottlerocket"],
  ["/aws/service/suse/sles/15-sp5/x86_64/latest", "sles"],
  ["/aws/service/suse/sles-byos/15-sp6/x86_64/latest", "sles"],
  ["/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base", "windows"],
])("parameter %s holds %s, whoever is named as owner, however it is written", (parameter, kind) => {
  expect(matchKind(parameter, ["self"])?.id).toBe(kind);
  expect(matchKind(`resolve:ssm:${parameter}`, [])?.id).toBe(kind);
  expect(matchKind(`resolve:ssm:${parameter}:3`, [])?.id).toBe(kind);
  expect(matchKind(`arn:aws:ssm:us-east-1::parameter${parameter}`, [])?.id).toBe(kind);
});

test.each([
  "/golden/aws/service/debian/release/12/latest/amd64",
  "resolve:ssm:/golden/linux",
  "/aws/service/something-new/latest",
])("parameter %s says nothing", (parameter) => {
  expect(matchKind(parameter, [])).toBeUndefined();
});
