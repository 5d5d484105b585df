const swc = {
  "^.+\\.(t|j|mj)s$": [
    "@swc/jest",
    { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
  ],
};

// unbash is published as ES modules only, which jest's CommonJS loader cannot read untransformed.
const common = {
  testEnvironment: "node",
  transform: swc,
  transformIgnorePatterns: ["/node_modules/(?!unbash/)", "<rootDir>/(policies|components)/dist/"],
  modulePathIgnorePatterns: ["<rootDir>/(policies|components)/dist/"],
  // What the packages export to each other, from the sources: no test runs against what was built before an edit.
  moduleNameMapper: {
    "^@latchkey/policies/check-user-data$": "<rootDir>/policies/judging/check-user-data.ts",
    "^@latchkey/policies/checksum$": "<rootDir>/policies/boot/shell/text/checksum.ts",
    "^@latchkey/policies/decode$": "<rootDir>/policies/boot/decode/decode.ts",
    "^@latchkey/policies/image-kinds$": "<rootDir>/policies/boot/image/match.ts",
    "^@latchkey/policies/images$": "<rootDir>/policies/boot/image/recognise.ts",
  },
};

export default {
  // Against hanging alone: no test is held against a clock, and the machine may have other work.
  testTimeout: 900_000,
  reporters: ["default", "<rootDir>/test/support/totals-reporter.cjs"],
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/test/{policies,components,support,scripts}/**/*.test.ts"],
    },
    { ...common, displayName: "engine", testMatch: ["<rootDir>/test/engine/**/*.test.ts"] },
    // Held against the clock, on a machine that does nothing else: npm run bench.
    { ...common, displayName: "bench", testMatch: ["<rootDir>/test/bench/**/*.test.ts"] },
    { ...common, displayName: "boot", testMatch: ["<rootDir>/test/boot/**/*.test.ts"] },
    // New user data each time, in search of what the prediction does not know yet: run by hand.
    { ...common, displayName: "search", testMatch: ["<rootDir>/test/boot/**/*.search.ts"] },
  ],
};
