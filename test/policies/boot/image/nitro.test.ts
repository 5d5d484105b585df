import { supportsSerialConsole } from "../../../../policies/boot/image/nitro";

test.each(
  "t1.micro t2.micro t2.2xlarge m4.large m3.medium c4.8xlarge cc2.8xlarge r4.16xlarge x1e.xlarge d2.xlarge h1.2xlarge i3.large i3.16xlarge f1.2xlarge g3s.xlarge p3.2xlarge".split(
    " ",
  ),
)("%s runs on Xen and has no serial console", (type) => {
  expect(supportsSerialConsole(type)).toBe(false);
});

test.each("a1.metal g5g.metal mac1.metal mac2.metal mac2-m2pro.metal u-6tb1.metal u-24tb1.metal".split(" "))(
  "%s is bare metal without a serial console",
  (type) => {
    expect(supportsSerialConsole(type)).toBe(false);
  },
);

test.each(
  "t3.micro t3a.nano t4g.small m5.large m5.metal m7i-flex.large c6gn.16xlarge c7i.metal-24xl r8g.metal-48xl i3.metal i3en.large p3dn.24xlarge p4de.24xlarge g4dn.xlarge g5g.xlarge a1.large u-6tb1.56xlarge u7i-12tb.224xlarge u7in-16tb.224xlarge hpc7g.4xlarge trn1n.32xlarge dl2q.24xlarge is4gen.medium z1d.large x2iedn.metal".split(
    " ",
  ),
)("%s has a serial console", (type) => {
  expect(supportsSerialConsole(type)).toBe(true);
});

test.each([
  "",
  "t3",
  "micro",
  "t3.",
  ".micro",
  "t3.huge",
  "T3.micro",
  "t3.micro ",
  "${type}",
  "t3.micro,t2.micro",
])("%p is no instance type", (type) => {
  expect(supportsSerialConsole(type)).toBeUndefined();
});
