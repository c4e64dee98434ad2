//! Trigonometric and hyperbolic functions; angles are in radians.

use super::arguments::number;
use super::{Family, Function, Parameter};
use crate::value::{Kinds, Value};

const ANGLE: &[Parameter] = &[Parameter::one("angle", Kinds::NUMBER)];
const DEGREES: &[Parameter] = &[Parameter::one("degrees", Kinds::NUMBER)];
const NUMBER: &[Parameter] = &[Parameter::one("number", Kinds::NUMBER)];

macro_rules! rows {
    ($($name:literal $parameters:ident $body:expr, $summary:literal, $call:literal = $result:literal;)+) => {
        &[$(
            Function::new($name, Family::Mathematical, $parameters, Kinds::FLOAT, |_, arguments| {
                let body: fn(f64) -> f64 = $body;
                Ok(Value::Float(body(number(arguments, 0)?)))
            })
            .says($summary, &[($call, $result)]),
        )+
        Function::new(
            "atan2",
            Family::Mathematical,
            &[Parameter::one("y", Kinds::NUMBER), Parameter::one("x", Kinds::NUMBER)],
            Kinds::FLOAT,
            |_, arguments| Ok(Value::Float(number(arguments, 0)?.atan2(number(arguments, 1)?))),
        )
        .says("the angle of the point (x, y) seen from the origin", &[("atan2(0, 1)", "0.0")]),
        Function::new("pi", Family::Mathematical, &[], Kinds::FLOAT, |_, _| {
            Ok(Value::Float(std::f64::consts::PI))
        })
        .says("the number pi", &[("round(pi(), 4)", "3.1416")]),
        ]
    };
}

/// The rows of trigonometry.
pub(super) const FUNCTIONS: &[Function] = rows! {
    "sin" ANGLE f64::sin, "the sine", "sin(0)" = "0.0";
    "cos" ANGLE f64::cos, "the cosine", "cos(0)" = "1.0";
    "tan" ANGLE f64::tan, "the tangent", "tan(0)" = "0.0";
    "cot" ANGLE |angle| 1.0 / angle.tan(), "the cotangent", "round(cot(1), 4)" = "0.6421";
    "asin" NUMBER f64::asin, "the angle of a sine", "asin(0)" = "0.0";
    "acos" NUMBER f64::acos, "the angle of a cosine", "acos(1)" = "0.0";
    "atan" NUMBER f64::atan, "the angle of a tangent", "atan(0)" = "0.0";
    "sinh" NUMBER f64::sinh, "the hyperbolic sine", "sinh(0)" = "0.0";
    "cosh" NUMBER f64::cosh, "the hyperbolic cosine", "cosh(0)" = "1.0";
    "tanh" NUMBER f64::tanh, "the hyperbolic tangent", "tanh(0)" = "0.0";
    "coth" NUMBER |x| 1.0 / x.tanh(), "the hyperbolic cotangent", "round(coth(1), 4)" = "1.313";
    "haversin" ANGLE |angle| (1.0 - angle.cos()) / 2.0, "half the versed sine", "haversin(0)" = "0.0";
    "degrees" ANGLE f64::to_degrees, "an angle in degrees", "degrees(pi())" = "180.0";
    "radians" DEGREES f64::to_radians, "an angle in radians", "radians(180) = pi()" = "true";
};
