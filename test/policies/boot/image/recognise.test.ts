import { absent, known, unknown, type Fact } from "../../../../policies/facts/fact";
import {
  recogniseImage,
  type ImageClues,
  type ImageSettings,
  type LiveImage,
} from "../../../../policies/boot/image/recognise";
import { publishedImages } from "./published-images";

const ID = "ami-0123456789abcdef0";
const NO_SETTINGS: ImageSettings = { images: {} };
const CANONICAL = "099720109477";
const JAMMY = "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20240610";

const off = (): Fact<LiveImage> => unknown("image", "live look-ups are switched off");
const shows = (image: Partial<LiveImage>) => (): Fact<LiveImage> =>
  known({ name: JAMMY, ownerId: CANONICAL, rootDeviceType: "ebs", platform: "linux", ...image }, "image");

const clues = (given: Partial<ImageClues>): ImageClues => ({
  id: known(ID, "ami"),
  names: [],
  owners: [],
  ...given,
});

test.each(publishedImages)("%s: %s of %s, looked up, is logged in to as %s", (_, name, ownerId, user) => {
  const image = recogniseImage(clues({}), NO_SETTINGS, shows({ name, ownerId }));
  expect(image.loginUser).toEqual(user === undefined ? absent("image") : known(user, "image"));
  expect(image.because).toBe(`its name ${name} and owner ${ownerId}`);
});

test("an image that is looked up has AWS's word for its root device", () => {
  const image = recogniseImage(clues({}), NO_SETTINGS, shows({ rootDeviceType: "instance-store" }));
  expect(image.rootDevice).toEqual(known("instance-store", "image"));
});

test("an image by Canonical is all that is known of Ubuntu", () => {
  const image = recogniseImage(clues({}), NO_SETTINGS, shows({}));
  expect(image).toMatchObject({
    family: "ubuntu",
    loginUser: known("ubuntu", "image"),
    agent: known(true, "image"),
    instanceConnect: known(true, "image"),
    userGroupModes: known(true, "image"),
    initSystem: "cloud-init",
    managed: false,
  });
});

test("somebody else's image called Ubuntu is unknown, even where the program searched for Canonical's", () => {
  const image = recogniseImage(
    clues({ names: [JAMMY], owners: [CANONICAL] }),
    NO_SETTINGS,
    shows({ ownerId: "111122223333" }),
  );
  expect(image.family).toBe("unknown");
  expect(image.loginUser.state).toBe("unknown");
  expect(image.agent.state).toBe("unknown");
  expect(image.rootDevice).toEqual(known("ebs", "image"));
});

test("Amazon's own accounts in other partitions count by their alias", () => {
  const found = {
    name: "amzn2-ami-hvm-2.0.20240610.1-x86_64-gp2",
    ownerId: "141808717104",
    ownerAlias: "amazon",
  };
  expect(recogniseImage(clues({}), NO_SETTINGS, shows(found)).family).toBe("amazon-linux-2");
});

test("a Marketplace image is not taken for what its name says", () => {
  const found = { ownerId: "679593333241", ownerAlias: "aws-marketplace" };
  expect(recogniseImage(clues({}), NO_SETTINGS, shows(found)).family).toBe("unknown");
});

test("a Windows image of one's own is known by its platform", () => {
  const found = { name: "golden-windows", ownerId: "111122223333", platform: "windows" } as const;
  const image = recogniseImage(clues({}), NO_SETTINGS, shows(found));
  expect(image).toMatchObject({ family: "windows", loginUser: absent("image"), initSystem: "other" });
});

test("nobody is expected to log in to a node image", () => {
  const names = ["/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"];
  expect(recogniseImage(clues({ names }), NO_SETTINGS, off).managed).toBe(true);
});

test.each([
  ["what AWS cannot tell, the program's search tells", off],
  ["an id that AWS does not know leaves the program's search", (): Fact<LiveImage> => absent("image")],
])("%s", (_, live) => {
  const image = recogniseImage(
    clues({ names: ["debian-12-amd64-*"], owners: ["136693071363"] }),
    NO_SETTINGS,
    live,
  );
  expect(image).toMatchObject({
    family: "debian",
    loginUser: known("admin", "image"),
    agent: known(false, "image"),
  });
  expect(image.because).toBe("its name debian-12-amd64-*");
});

test("a parameter in place of the id is recognised", () => {
  const id = known("resolve:ssm:/aws/service/debian/release/12/latest/amd64", "imageId");
  expect(recogniseImage(clues({ id }), NO_SETTINGS, off).family).toBe("debian");
});

test("a search that may find a minimal image leaves the agent open", () => {
  const image = recogniseImage(
    clues({ names: ["al2023-ami-*-x86_64"], owners: ["amazon"] }),
    NO_SETTINGS,
    off,
  );
  expect(image).toMatchObject({ family: "al2023", loginUser: known("ec2-user", "image") });
  expect(image.agent.state).toBe("unknown");
});

test("of several names only what they agree on is known", () => {
  const names = ["RHEL-9*", "Rocky-9-*"];
  const image = recogniseImage(clues({ names }), NO_SETTINGS, off);
  expect(image).toMatchObject({ family: "rhel-like", agent: known(false, "image") });
  expect(image.loginUser.state).toBe("unknown");
});

test("one name among several that means nothing leaves all unknown", () => {
  const image = recogniseImage(clues({ names: ["RHEL-9*", "golden-*"] }), NO_SETTINGS, off);
  expect(image.family).toBe("unknown");
});

test("an image of which only the id is there is unknown, and says why", () => {
  const image = recogniseImage(clues({}), NO_SETTINGS, off);
  expect(image.family).toBe("unknown");
  expect(image.loginUser).toMatchObject({
    state: "unknown",
    why: expect.stringContaining("switched off") as string,
  });
  expect(image.initSystem).toBe("cloud-init");
});

test("an id that is only known at apply is not looked up", () => {
  const live = jest.fn(off);
  const image = recogniseImage(clues({ id: unknown("ami") }), NO_SETTINGS, live);
  expect(live).not.toHaveBeenCalled();
  expect(image.loginUser).toMatchObject({
    why: expect.stringContaining("ami is only known at apply") as string,
  });
});

test.each([
  ["ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*", "ebs"],
  ["ubuntu/images/hvm-instance/ubuntu-trusty-14.04-amd64-server-*", "instance-store"],
  ["amzn-ami-hvm-2018.03.0.20230628.0-x86_64-s3", "instance-store"],
  ["al2023-ami-2023*", "ebs"],
  ["debian-12-amd64-*", "ebs"],
])("%s has a root device of kind %s", (name, device) => {
  expect(recogniseImage(clues({ names: [name] }), NO_SETTINGS, off).rootDevice).toEqual(
    known(device, "image"),
  );
});

test("an Ubuntu image whose name does not say so has some root device", () => {
  expect(recogniseImage(clues({ names: ["ubuntu/images/*"] }), NO_SETTINGS, off).rootDevice.state).toBe(
    "unknown",
  );
});

describe("the setting images", () => {
  const stated = (images: ImageSettings["images"], given: Partial<ImageClues> = {}, live = off) =>
    recogniseImage(clues(given), { images }, live);

  test("goes before AWS and the program, by id", () => {
    const image = stated(
      { [ID]: { family: "debian", loginUser: "deploy" } },
      { names: ["RHEL-9*"] },
      shows({}),
    );
    expect(image).toMatchObject({ family: "debian", loginUser: known("deploy", "image") });
    expect(image.because).toBe(`the setting images (${ID})`);
    expect(image.rootDevice).toEqual(known("ebs", "image"));
  });

  test("goes by a pattern of the name that AWS shows", () => {
    const image = stated(
      { "golden-*": { family: "al2023" } },
      {},
      shows({ name: "golden-2024", ownerId: "1" }),
    );
    expect(image).toMatchObject({ family: "al2023", loginUser: known("ec2-user", "image") });
  });

  test("goes by a pattern of what the program searched for, a parameter too", () => {
    expect(stated({ "golden-*": { family: "suse" } }, { names: ["golden-*-x86_64"] }).family).toBe("suse");
    expect(stated({ "/golden/*": { family: "suse" } }, { names: ["/golden/linux"] }).family).toBe("suse");
  });

  test("takes the id before a pattern", () => {
    const images = { "*": { family: "suse" }, [ID]: { family: "debian" } } as const;
    expect(stated(images, { names: ["x"] }).family).toBe("debian");
  });

  test("takes brackets in a pattern as they are", () => {
    const images = { "Golden (Ubuntu [22])*": { family: "ubuntu" } } as const;
    expect(stated(images, { names: ["Golden (Ubuntu [22]) 7"] }).family).toBe("ubuntu");
    expect(stated(images, { names: ["Golden Ubuntu 2 7"] }).family).toBe("unknown");
  });

  test("leaves open what it does not say and the family does not settle", () => {
    const image = stated({ [ID]: { family: "rhel-like" } });
    expect(image.loginUser.state).toBe("unknown");
    expect(image.agent.state).toBe("unknown");
    expect(image.userGroupModes).toEqual(known(false, "image"));
    expect(stated({ [ID]: { family: "other" } }).userGroupModes.state).toBe("unknown");
  });

  test("may say that the agent and Instance Connect are there", () => {
    const image = stated({ [ID]: { family: "debian", agent: true, instanceConnect: false } });
    expect(image.agent).toEqual(known(true, "image"));
    expect(image.instanceConnect).toEqual(known(false, "image"));
  });

  test("does nothing for another image", () => {
    expect(stated({ "ami-other": { family: "debian" }, "golden-*": { family: "suse" } }).family).toBe(
      "unknown",
    );
  });
});
