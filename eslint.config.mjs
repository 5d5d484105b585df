import globals from "globals";
import importX, { createNodeResolver } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";
import input from "./eslint/input.mjs";

// The stages of the pack, from left to right: a folder may import what stands before it, never what stands after.
const STAGES = ["facts", "launch", "aws", "boot", "access", "rules", "judging", "pack"];

// Rooms beside the road: what else they may not import, although it stands before them.
const FENCED = {
  // The look-ups know neither Pulumi nor what a launch is, and the boot knows nothing of AWS or Pulumi.
  aws: ["launch"],
  boot: ["aws", "launch"],
  access: ["aws"],
  rules: ["aws"],
};

const zones = STAGES.flatMap((stage, at) => {
  const forbidden = [...STAGES.slice(at + 1), ...(FENCED[stage] ?? []), "offline"];
  return [
    {
      target: `./policies/${stage}`,
      from: forbidden.map((each) => `./policies/${each}`),
      message: `${stage}/ may import only what stands before it (facts, launch, boot, access, rules, judging, pack)`,
    },
  ];
});

// The offline provider is a program of its own; it shares only what tells images apart.
const offlineZone = {
  target: "./policies/offline",
  from: STAGES.filter((stage) => stage !== "facts" && stage !== "boot").map((stage) => `./policies/${stage}`),
  message: "offline/ is a program of its own",
};

const SDK = { group: ["@aws-sdk/*", "@smithy/*"], message: "Only aws/ talks to AWS." };
const PULUMI = { group: ["@pulumi/policy"], message: "Only pack/ talks to Pulumi." };

// What people deploy knows the pack by what it exports, as they do; and its composing is free of Pulumi.
const PACK = {
  regex: "^[.]{1,2}/.*policies/",
  message: "components/ knows the pack by what @latchkey/policies exports.",
};
const ABOVE = {
  group: ["../*"],
  message: "cloud-init/ is composing alone: it imports nothing that makes resources.",
};
const RESOURCES = { group: ["@pulumi/*"], message: "cloud-init/ works without Pulumi." };

export default tseslint.config(
  { ignores: ["**/dist/", "**/node_modules/", "coverage/", "test/**/fixtures/"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".js"] })] },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      "import-x/no-restricted-paths": ["error", { zones: [...zones, offlineZone] }],
      "no-restricted-imports": "off",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "no-console": "error",
    },
  },
  {
    files: ["policies/**/*.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [SDK, PULUMI] }] },
  },
  {
    files: ["policies/**/*.ts", "components/cloud-init/**/*.ts"],
    plugins: { input },
    rules: { "input/no-built-regexp": "error", "input/no-foreign-look-up": "error" },
  },
  {
    files: ["policies/aws/**/*.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [PULUMI] }] },
  },
  {
    files: ["policies/pack/**/*.ts", "policies/index.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [SDK] }] },
  },
  {
    files: ["components/**/*.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": ["error", { patterns: [SDK, PACK] }],
      "no-new": "off",
      // The schema of a component has no narrower word for "any other argument".
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  {
    files: ["components/cloud-init/**/*.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": ["error", { patterns: [SDK, PACK, RESOURCES, ABOVE] }],
    },
  },
  // A resource is made for what it does, not for the object; so is a policy pack.
  { files: ["examples/**/*.ts", "policies/index.ts"], rules: { "no-new": "off" } },
  {
    files: ["test/**/*.ts"],
    // jest's asymmetric matchers are typed any.
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "max-lines": ["error", { max: 600, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["test/**/*.test.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { paths: [{ name: "fast-check", message: "support/fast-check draws the same in each run." }] },
      ],
    },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: globals.node } },
);
