/** Whether a list of ports and ranges has 22: `22`, `ssh`, `20:25`, `22,80`. */
export const namesPort22 = (list: string): boolean =>
  list.split(",").some((port) => {
    const [from = "", to] = port.split(/[:-]/u).map((each) => (each === "ssh" ? "22" : each));
    return to === undefined
      ? from === "22"
      : Number(from === "" ? 0 : from) <= 22 && Number(to === "" ? 65_535 : to) >= 22;
  });
