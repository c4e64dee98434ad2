//! Points and the distance between them.

use std::sync::Arc;

use super::arguments::{map, point, unexpected};
use super::{Environment, Family, Function, Parameter};
use crate::error::{Error, ErrorCode, Result};
use crate::value::arithmetic::to_float;
use crate::value::{Kinds, Map, Point, Value};

const POINT: Parameter = Parameter::one("point", Kinds::POINT);
const OTHER: Parameter = Parameter::one("other", Kinds::POINT);

/// The rows of this family.
pub(super) const FUNCTIONS: &[Function] = &[
    row("point", &[Parameter::one("coordinates", Kinds::MAP)], Kinds::POINT, new_point).says(
        "a point of a plane or of space by `x`, `y`, `z`, or of the earth by `longitude`, `latitude`, `height`",
        &[("point({x: 3, y: 4}).x", "3.0")],
    ),
    row("point.distance", &[POINT, OTHER], Kinds::FLOAT, distance).says(
        "the distance of two points: in units of the plane, on the earth in metres",
        &[("point.distance(point({x: 0, y: 0}), point({x: 3, y: 4}))", "5.0")],
    ),
    row("distance", &[POINT, OTHER], Kinds::FLOAT, distance).says(
        "another name of `point.distance`",
        &[("distance(point({x: 0, y: 0}), point({x: 0, y: 2}))", "2.0")],
    ),
    row("point.withinBBox", BOX, Kinds::BOOLEAN, within_box).says(
        "whether a point lies in the box between two corners",
        &[(
            "point.withinBBox(point({x: 1, y: 1}), point({x: 0, y: 0}), point({x: 2, y: 2}))",
            "true",
        )],
    ),
];

const BOX: &[Parameter] =
    &[POINT, Parameter::one("lowerLeft", Kinds::POINT), Parameter::one("upperRight", Kinds::POINT)];

/// The systems of reference: EPSG number, name, whether it has three dimensions.
const SYSTEMS: [(u32, &str, bool); 4] = [
    (4326, "wgs-84", false),
    (4979, "wgs-84-3d", true),
    (7203, "cartesian", false),
    (9157, "cartesian-3d", true),
];

/// The mean radius of the earth in metres, as other databases take it.
const EARTH: f64 = 6_378_140.0;

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    result: Kinds,
    body: fn(&Environment<'_>, &[Value]) -> Result<Value>,
) -> Function {
    Function::new(name, Family::Spatial, parameters, result, body)
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::InvalidArgumentValue, message)
}

fn new_point(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let entries = map(arguments, 0)?;
    let geographic = entries.contains_key("longitude") || entries.contains_key("latitude");
    let names: [&[&str]; 3] = if geographic {
        [&["longitude"], &["latitude"], &["height", "z"]]
    } else {
        [&["x"], &["y"], &["z", "height"]]
    };
    if entries.values().any(Value::is_null) {
        return Ok(Value::Null);
    }
    let [x, y, z] = names.map(|names| coordinate(entries, names));
    let (Some(x), Some(y), z) = (x?, y?, z?) else {
        let message = "a point needs `x` and `y`, or `longitude` and `latitude`";
        return Err(invalid(message));
    };
    let srid = system(entries, geographic, z.is_some())?;
    let x = if is_geographic(srid) { on_earth(x, y)? } else { x };
    Ok(Value::Point(Arc::new(Point { srid, x, y, z })))
}

fn coordinate(entries: &Map, names: &[&str]) -> Result<Option<f64>> {
    let Some(value) = names.iter().find_map(|name| entries.get(*name)) else { return Ok(None) };
    to_float(value).map(Some).ok_or_else(|| unexpected(0, value, Kinds::NUMBER))
}

/// The system that `srid` or `crs` names, or that the coordinates' names imply.
fn system(entries: &Map, geographic: bool, has_height: bool) -> Result<u32> {
    let wanted = match (entries.get("srid"), entries.get("crs")) {
        (Some(Value::Integer(srid)), _) => {
            SYSTEMS.iter().find(|system| i64::from(system.0) == *srid)
        }
        (None, Some(Value::String(name))) => {
            SYSTEMS.iter().find(|system| name.eq_ignore_ascii_case(system.1))
        }
        (None, None) => {
            let named = |system: &&(u32, &str, bool)| {
                is_geographic(system.0) == geographic && system.2 == has_height
            };
            SYSTEMS.iter().find(named)
        }
        _ => None,
    };
    let Some((srid, name, three)) = wanted else {
        return Err(invalid("there is no such system of reference")
            .with_help("use `wgs-84`, `wgs-84-3d`, `cartesian` or `cartesian-3d`"));
    };
    if geographic && !is_geographic(*srid) {
        return Err(invalid(format!("`{name}` has no longitude and latitude")));
    }
    if *three != has_height {
        let wanted = if *three { 3 } else { 2 };
        return Err(invalid(format!("`{name}` takes {wanted} coordinates")));
    }
    Ok(*srid)
}

fn is_geographic(srid: u32) -> bool {
    srid == 4326 || srid == 4979
}

/// A latitude must exist; a longitude goes round the earth.
fn on_earth(longitude: f64, latitude: f64) -> Result<f64> {
    if !(-90.0..=90.0).contains(&latitude) {
        let message = format!("a latitude lies between -90 and 90, but got {latitude}");
        return Err(invalid(message));
    }
    let is_inside = (-180.0..=180.0).contains(&longitude);
    Ok(if is_inside { longitude } else { (longitude + 180.0).rem_euclid(360.0) - 180.0 })
}

fn distance(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let (from, to) = (point(arguments, 0)?, point(arguments, 1)?);
    if from.srid != to.srid {
        return Ok(Value::Null);
    }
    let height = to.z.unwrap_or_default() - from.z.unwrap_or_default();
    let flat = if is_geographic(from.srid) {
        great_circle(from, to)
    } else {
        (to.x - from.x).hypot(to.y - from.y)
    };
    Ok(Value::Float(flat.hypot(height)))
}

/// The haversine formula, at the mean height of both points.
fn great_circle(from: &Point, to: &Point) -> f64 {
    let half = |one: f64, other: f64| ((other - one).to_radians() / 2.0).sin().powi(2);
    let across = from.y.to_radians().cos() * to.y.to_radians().cos();
    let chord = half(from.y, to.y) + across * half(from.x, to.x);
    let height = f64::midpoint(from.z.unwrap_or_default(), to.z.unwrap_or_default());
    2.0 * (EARTH + height) * chord.sqrt().min(1.0).asin()
}

fn within_box(_: &Environment<'_>, arguments: &[Value]) -> Result<Value> {
    let (point, low, high) = (point(arguments, 0)?, point(arguments, 1)?, point(arguments, 2)?);
    if point.srid != low.srid || point.srid != high.srid {
        return Ok(Value::Null);
    }
    let between = |low: f64, at: f64, high: f64| (low..=high).contains(&at);
    let crosses_date_line = is_geographic(point.srid) && low.x > high.x;
    let x = if crosses_date_line {
        point.x >= low.x || point.x <= high.x
    } else {
        between(low.x, point.x, high.x)
    };
    let z = match (low.z, point.z, high.z) {
        (Some(low), Some(at), Some(high)) => between(low, at, high),
        _ => true,
    };
    Ok(Value::Boolean(x && between(low.y, point.y, high.y) && z))
}
