/** What the first interface is called on EC2: `eth0`, or by its slot (`ens5`) or its driver (`enX0`). */
export const FIRST_INTERFACE = /^(?:eth0|ens[35]|enX0|enp0s[35]|eno1)$/u;
