// Rules for code that reads what others wrote: no expression is built from it, and no table is asked by it that has more
// names than its own (`toString`, `constructor`, `__proto__` are names of every plain object).
import ts from "typescript";

const isFixed = (node) =>
  node === undefined ||
  node.type === "Literal" ||
  (node.type === "TemplateLiteral" && node.expressions.length === 0);

/** `new RegExp(text)` and `RegExp(text)`, unless the text stands there. */
const noBuiltRegExp = {
  meta: {
    type: "problem",
    docs: { description: "Builds no regular expression from a value" },
    messages: {
      built:
        "A regular expression that is built decides our time by its text: match with facts/wildcard.ts, or compare.",
    },
    schema: [],
  },
  create(context) {
    const check = (node) => {
      if (node.callee.type !== "Identifier" || node.callee.name !== "RegExp") return;
      if (!isFixed(node.arguments[0])) context.report({ node, messageId: "built" });
    };
    return { NewExpression: check, CallExpression: check };
  },
};

/** `table[text]` and `text in table` for a plain object, unless `Object.hasOwn` was asked before. */
const noForeignLookUp = {
  meta: {
    type: "problem",
    docs: { description: "Asks no plain object by a text" },
    messages: {
      index:
        "A text may be a name that every object has (`toString`): use a Map, or ownValue() of facts/own.ts.",
      within: "A text may be a name that every object has (`toString`): use Object.hasOwn, or a Map.",
    },
    schema: [],
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const checker = services.program.getTypeChecker();
    const source = context.sourceCode;
    const typeOf = (node) => checker.getApparentType(services.getTypeAtLocation(node));

    // Any text at all: neither a literal, nor a union of them, nor a number or a symbol.
    const isText = (type) =>
      type.isUnion()
        ? type.types.some(isText)
        : type.isIntersection()
          ? type.types.some(isText)
          : (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.Any)) !== 0;

    const isList = (type) =>
      type.isUnion()
        ? type.types.every(isList)
        : checker.isArrayType(type) ||
          checker.isTupleType(type) ||
          (type.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Any)) !== 0 ||
          (type.getNumberIndexType() !== undefined && type.getStringIndexType() === undefined);

    const asked = (table, key) => `Object.hasOwn(${source.getText(table)}, ${source.getText(key)})`;

    // In the branch of a condition that asks for exactly this name first.
    function isGuarded(node, table, key) {
      const call = asked(table, key);
      for (let at = node; at.parent; at = at.parent) {
        const { parent } = at;
        const condition =
          (parent.type === "ConditionalExpression" && at === parent.consequent) ||
          (parent.type === "IfStatement" && at === parent.consequent)
            ? parent.test
            : parent.type === "LogicalExpression" && parent.operator === "&&" && at === parent.right
              ? parent.left
              : undefined;
        if (condition && source.getText(condition).includes(call)) return true;
      }
      return false;
    }

    return {
      MemberExpression(node) {
        if (!node.computed || node.property.type === "Literal") return;
        const written = node.parent.type === "AssignmentExpression" && node.parent.left === node;
        if (!isText(services.getTypeAtLocation(node.property))) return;
        if (isList(typeOf(node.object))) return;
        if (written || !isGuarded(node, node.object, node.property))
          context.report({ node, messageId: "index" });
      },
      BinaryExpression(node) {
        if (node.operator !== "in" || node.left.type === "Literal") return;
        if (node.left.type === "PrivateIdentifier") return;
        if (isText(services.getTypeAtLocation(node.left))) context.report({ node, messageId: "within" });
      },
    };
  },
};

export default {
  meta: { name: "latchkey-input" },
  rules: { "no-built-regexp": noBuiltRegExp, "no-foreign-look-up": noForeignLookUp },
};
