/** What the engine's FEEL makes of two values: `null` wherever they do not go together. */
import { DateTime, Duration, isContext, type Value } from './values';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | 'and' | 'or';

export function operate(operator: Operator, left: Value, right: Value): Value {
  switch (operator) {
    case '=':
      return equal(left, right);
    case '!=':
      return negated(equal(left, right));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(operator, left, right);
    case '+':
      return plus(left, right);
    case '-':
      return minus(left, right);
    case '*':
    case '/':
      return scale(operator, left, right);
    case 'and':
    case 'or':
      return junction(operator, left, right);
  }
}

export function negated(value: Value): Value {
  return typeof value === 'boolean' ? !value : null;
}

function junction(operator: 'and' | 'or', left: Value, right: Value): Value {
  const decisive = operator === 'or';
  if (left === decisive || right === decisive) return decisive;
  return typeof left === 'boolean' && typeof right === 'boolean' ? !decisive : null;
}

function equal(left: Value, right: Value): Value {
  if (left === null || right === null) return left === right;
  if (Array.isArray(left) && Array.isArray(right)) {
    const others: readonly Value[] = right;
    return (
      left.length === right.length &&
      left.every((one: Value, at) => equal(one, others[at] ?? null) === true)
    );
  }
  if (isContext(left) && isContext(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => equal(left[name] ?? null, right[name] ?? null) === true)
    );
  }
  const pair = comparable(left, right);
  return pair === null ? null : pair[0] === pair[1];
}

function compare(operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): Value {
  const pair = comparable(left, right);
  if (pair === null || typeof pair[0] === 'boolean') return null;
  const [one, other] = pair;
  switch (operator) {
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    case '>=':
      return one >= other;
  }
}

type Plain = string | number | boolean;

/** Two of one kind, as values that JavaScript compares rightly. */
function comparable(left: Value, right: Value): readonly [Plain, Plain] | null {
  if (left instanceof DateTime && right instanceof DateTime) return [left.epochMs, right.epochMs];
  if (left instanceof Duration && right instanceof Duration) return [left.ms, right.ms];
  if (typeof left === 'number' && typeof right === 'number') return [left, right];
  if (typeof left === 'string' && typeof right === 'string') return [left, right];
  if (typeof left === 'boolean' && typeof right === 'boolean') return [left, right];
  return null;
}

function plus(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (left instanceof DateTime && right instanceof Duration)
    return new DateTime(left.epochMs + right.ms);
  if (left instanceof Duration && right instanceof DateTime) return plus(right, left);
  if (left instanceof Duration && right instanceof Duration)
    return new Duration(left.ms + right.ms);
  return null;
}

function minus(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (left instanceof DateTime && right instanceof DateTime)
    return new Duration(left.epochMs - right.epochMs);
  if (left instanceof DateTime && right instanceof Duration)
    return new DateTime(left.epochMs - right.ms);
  if (left instanceof Duration && right instanceof Duration)
    return new Duration(left.ms - right.ms);
  return null;
}

function scale(operator: '*' | '/', left: Value, right: Value): Value {
  if (typeof right !== 'number' || (operator === '/' && right === 0)) return null;
  const by = operator === '*' ? right : 1 / right;
  if (typeof left === 'number') return operator === '*' ? left * right : left / right;
  if (!(left instanceof Duration)) return null;
  // The engine itself is wrong there: duration * 0.5 is PT0S.
  if (!Number.isInteger(right)) throw new Error(`a duration ${operator} ${right} is not simulated`);
  return new Duration(Math.trunc(left.ms * by));
}
