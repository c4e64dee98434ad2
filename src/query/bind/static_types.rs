//! What arithmetic gives, as far as the kinds of its operands tell.

use super::scope::Type;
use crate::syntax::ast::ArithmeticOperator;
use crate::value::Kinds;

/// The type of `left operator right`; of no kind if there is no such operation.
pub(super) fn arithmetic(operator: ArithmeticOperator, left: Type, right: Type) -> Type {
    if left.kinds.is_none() || right.kinds.is_none() {
        return Type::of(Kinds::NONE);
    }
    let both = |kinds: Kinds| left.kinds.intersects(kinds) && right.kinds.intersects(kinds);
    let pair =
        |one: Kinds, other: Kinds| left.kinds.intersects(one) && right.kinds.intersects(other);
    let mut result = Kinds::NONE;
    if operator != ArithmeticOperator::Concatenate && both(Kinds::NUMBER) {
        result = result | number(operator, left, right);
    }
    result = result
        | match operator {
            ArithmeticOperator::Add => {
                sum(left, right)
                    | when(pair(Kinds::DURATION, Kinds::INSTANT), right.kinds & Kinds::INSTANT)
                    | instant(left, right)
            }
            ArithmeticOperator::Subtract => instant(left, right),
            ArithmeticOperator::Multiply => when(
                pair(Kinds::DURATION, Kinds::NUMBER) || pair(Kinds::NUMBER, Kinds::DURATION),
                Kinds::DURATION,
            ),
            ArithmeticOperator::Divide => {
                when(pair(Kinds::DURATION, Kinds::NUMBER), Kinds::DURATION)
            }
            ArithmeticOperator::Concatenate => {
                when(both(Kinds::STRING), Kinds::STRING) | when(both(Kinds::LIST), Kinds::LIST)
            }
            ArithmeticOperator::Modulo | ArithmeticOperator::Power => Kinds::NONE,
        };
    let elements = if left.kinds == Kinds::LIST { left.or(right).elements } else { Kinds::ANY };
    Type { kinds: result, elements }
}

fn when(condition: bool, kinds: Kinds) -> Kinds {
    if condition { kinds } else { Kinds::NONE }
}

/// Integers stay integers but in powers.
fn number(operator: ArithmeticOperator, left: Type, right: Type) -> Kinds {
    let integer = Kinds::INTEGER;
    let only = |one: Type| (one.kinds & Kinds::NUMBER) == integer;
    if operator == ArithmeticOperator::Power {
        Kinds::FLOAT
    } else if only(left) && only(right) {
        integer
    } else if left.kinds.intersects(integer) && right.kinds.intersects(integer) {
        Kinds::NUMBER
    } else {
        Kinds::FLOAT
    }
}

/// `+` of texts, which takes numbers and booleans in as texts, and of lists, which takes any element in.
fn sum(left: Type, right: Type) -> Kinds {
    let joins = Kinds::STRING | Kinds::NUMBER | Kinds::BOOLEAN | Kinds::TEMPORAL;
    let texts = (left.kinds.intersects(Kinds::STRING) && right.kinds.intersects(joins))
        || (right.kinds.intersects(Kinds::STRING) && left.kinds.intersects(joins));
    let lists = left.kinds.intersects(Kinds::LIST) || right.kinds.intersects(Kinds::LIST);
    when(texts, Kinds::STRING) | when(lists, Kinds::LIST)
}

/// An instant, or a duration, plus or minus a duration.
fn instant(left: Type, right: Type) -> Kinds {
    when(right.kinds.intersects(Kinds::DURATION), left.kinds & Kinds::TEMPORAL)
}
