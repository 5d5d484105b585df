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
  transformIgnorePatterns: ["/node_modules/(?!unbash/)", "<rootDir>/policies/dist/"],
  modulePathIgnorePatterns: ["<rootDir>/policies/dist/"],
};

export default {
  reporters: ["default", "<rootDir>/test/support/totals-reporter.cjs"],
  projects: [
    { ...common, displayName: "unit", testMatch: ["<rootDir>/test/{policies,support,scripts}/**/*.test.ts"] },
    { ...common, displayName: "engine", testMatch: ["<rootDir>/test/engine/**/*.test.ts"] },
  ],
};
