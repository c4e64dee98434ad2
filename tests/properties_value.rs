//! Laws of values: of their order, equality and equivalence, of literals, of the calendar, and of
//! imprecise dates.

use std::cmp::Ordering;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use amur::Database;
use amur::value::arithmetic::to_float;
use amur::value::compare::{Key, compare, equals, equivalent, order};
use amur::value::edtf::{Edtf, Extent};
use amur::value::literal::{literal, text};
use amur::value::temporal::{Clock, Zone, between, in_days, in_seconds};
use amur::value::{
    Date, DateTime, Duration, Kinds, LocalDateTime, LocalTime, Map, NodeId, Path, Point,
    RelationshipId, Time, Value,
};
use proptest::prelude::*;

const NANOS_PER_DAY: i64 = 86_400_000_000_000;

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::Integer),
        (-3..3_i64).prop_map(Value::Integer),
        any::<f64>().prop_map(Value::Float),
        any::<i64>().prop_map(|number| to_float(&Value::Integer(number)).into()),
        prop::sample::select(vec![0.0, -0.0, 1.0, 1.5, f64::NAN, f64::INFINITY])
            .prop_map(Value::Float),
    ]
}

fn date() -> impl Strategy<Value = Date> {
    prop_oneof![Date::MIN.0..=Date::MAX.0, -300_000..300_000_i64].prop_map(Date)
}

fn time() -> impl Strategy<Value = LocalTime> {
    prop_oneof![0..NANOS_PER_DAY, (0..86_400_i64).prop_map(|second| second * 1_000_000_000)]
        .prop_map(LocalTime)
}

fn local_date_time() -> impl Strategy<Value = LocalDateTime> {
    (date(), time()).prop_map(|(date, time)| LocalDateTime::new(date, time))
}

fn zone() -> impl Strategy<Value = Zone> {
    let names = ["Europe/Stockholm", "Asia/Vladivostok", "Pacific/Honolulu", "UTC"];
    prop_oneof![
        (-64_800..=64_800).prop_map(Zone::Offset),
        prop::sample::select(names.to_vec()).prop_map(|name| Zone::Named(name.into())),
    ]
}

fn date_time() -> impl Strategy<Value = DateTime> {
    let near = -400_000..400_000_i64;
    (near.prop_map(Date), time(), zone()).prop_map(|(date, time, zone)| {
        zone.at_local(LocalDateTime::new(date, time), None).expect("the zone exists")
    })
}

fn duration() -> impl Strategy<Value = Duration> {
    let part = -100_000..100_000_i64;
    (part.clone(), part, any::<i32>(), 0..1_000_000_000_i32).prop_map(
        |(months, days, seconds, nanoseconds)| Duration {
            months,
            days,
            seconds: seconds.into(),
            nanoseconds,
        },
    )
}

fn temporal() -> impl Strategy<Value = Value> {
    prop_oneof![
        date().prop_map(Value::from),
        time().prop_map(Value::from),
        (time(), -64_800..=64_800).prop_map(|(local, offset)| Time { local, offset }.into()),
        local_date_time().prop_map(Value::from),
        date_time().prop_map(Value::from),
        duration().prop_map(Value::from),
    ]
}

fn point() -> impl Strategy<Value = Value> {
    (any::<f32>(), any::<f32>(), any::<Option<f32>>()).prop_map(|(x, y, z)| {
        let srid = if z.is_some() { 9157 } else { 7203 };
        let point = Point { srid, x: x.into(), y: y.into(), z: z.map(f64::from) };
        Value::Point(point.into())
    })
}

/// Values without nodes, relationships and paths, which literals can say.
fn plain() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number(),
        ".{0,6}".prop_map(Value::from),
        temporal(),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::list),
            prop::collection::btree_map("[a-c ]{1,2}", inner, 0..3).prop_map(|entries| {
                Value::map(
                    entries.into_iter().map(|(key, value)| (key.into(), value)).collect::<Map>(),
                )
            }),
        ]
    })
}

fn value() -> impl Strategy<Value = Value> {
    let entity = prop_oneof![
        (0..3_u32).prop_map(|id| Value::Node(NodeId(id))),
        (0..3_u32).prop_map(|id| Value::Relationship(RelationshipId(id))),
        (0..3_u32, 0..3_u32).prop_map(|(start, end)| {
            let steps = vec![(RelationshipId(start), NodeId(end))];
            Value::Path(Path { start: NodeId(start), steps }.into())
        }),
    ];
    prop_oneof![4 => plain(), 1 => entity, 1 => point()]
}

fn hash(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    Key(value.clone()).hash(&mut hasher);
    hasher.finish()
}

proptest! {
    #[test]
    fn the_order_is_total(one in value(), other in value(), third in value()) {
        prop_assert_eq!(order(&one, &one), Ordering::Equal);
        prop_assert_eq!(order(&one, &other), order(&other, &one).reverse());
        let mut three = [one, other, third];
        three.sort_by(order);
        let [low, middle, high] = &three;
        prop_assert!(order(low, middle).is_le() && order(middle, high).is_le());
        prop_assert!(order(low, high).is_le());
    }

    #[test]
    fn numbers_are_ordered_totally(one in number(), other in number(), third in number()) {
        prop_assert_eq!(order(&one, &other), order(&other, &one).reverse());
        if order(&one, &other).is_le() && order(&other, &third).is_le() {
            prop_assert!(order(&one, &third).is_le());
        }
        if equivalent(&one, &other) {
            prop_assert_eq!(hash(&one), hash(&other));
        }
    }

    #[test]
    fn relations_agree(one in value(), other in value()) {
        prop_assert!(equivalent(&one, &one));
        prop_assert_eq!(equivalent(&one, &other), order(&one, &other).is_eq());
        prop_assert_eq!(equals(&one, &other), equals(&other, &one));
        if equivalent(&one, &other) {
            prop_assert_eq!(hash(&one), hash(&other));
        }
        if equals(&one, &other) == Some(true) {
            prop_assert!(equivalent(&one, &other));
        }
        if let Some(less) = compare(&one, &other).is(Ordering::is_lt) {
            prop_assert!(!less || order(&one, &other).is_lt());
        }
    }

    #[test]
    fn temporal_values_are_read_as_they_are_written(value in temporal()) {
        let clock = Clock::new(std::time::UNIX_EPOCH);
        let written = Value::from(text(&value).expect("temporal values have texts"));
        let read = match Kinds::of(&value) {
            Kinds::DATE => Date::from_value(&written, &clock).map(Value::from),
            Kinds::LOCAL_TIME => LocalTime::from_value(&written, &clock).map(Value::from),
            Kinds::TIME => Time::from_value(&written, &clock).map(Value::from),
            Kinds::LOCAL_DATE_TIME => LocalDateTime::from_value(&written, &clock).map(Value::from),
            Kinds::DATE_TIME => DateTime::from_value(&written, &clock).map(Value::from),
            _ => Duration::from_value(&written).map(Value::from),
        };
        let read = read.expect("what is written can be read");
        prop_assert!(equivalent(&read, &value), "{} {}", read, value);
    }

    #[test]
    fn days_are_counted(one in date(), other in date()) {
        let duration = in_days(&one.into(), &other.into()).expect("dates have a distance");
        prop_assert_eq!(duration.days, other.0 - one.0);
        let whole = between(&one.into(), &other.into()).expect("dates have a distance");
        prop_assert_eq!(one.plus(&whole).ok(), Some(other));
        let seconds = in_seconds(&one.into(), &other.into()).expect("dates have a distance");
        prop_assert_eq!(one.plus(&seconds).ok(), Some(other));
    }

    #[test]
    fn a_moment_stays_itself_in_every_zone(moment in date_time(), zone in zone()) {
        let moved = moment.in_zone(&zone).expect("the zone exists");
        prop_assert_eq!(moved.epoch_seconds(), moment.epoch_seconds());
        let back = moved.in_zone(&moment.zone()).expect("the zone exists");
        prop_assert_eq!(back, moment);
    }

    #[test]
    fn durations_form_a_group(one in duration(), other in duration()) {
        let sum = one.plus(&other).expect("small durations have a sum");
        prop_assert_eq!(sum.minus(&other).ok(), Some(one));
        let opposite = one.negated().expect("small durations have an opposite");
        prop_assert_eq!(one.plus(&opposite).ok(), Some(Duration::ZERO));
    }

    #[test]
    fn imprecise_dates_relate_to_themselves(year in 1000..2000_i64, month in 1..=12_i64) {
        let whole = Edtf::parse(&format!("{year}")).expect("a year is a date");
        let part = Edtf::parse(&format!("{year}-{month:02}")).expect("a month is a date");
        prop_assert!(whole.earliest() <= part.earliest() && part.latest() <= whole.latest());
        let (fact, period) = (Extent::of_fact(&part), Extent::of_period(&whole));
        prop_assert_eq!(fact.during(period), Some(true));
        prop_assert_eq!(fact.before(period), Some(false));
        prop_assert_eq!(fact.after(period), Some(false));
        prop_assert_eq!(whole.cmp(&part), part.cmp(&whole).reverse());
    }

    #[test]
    fn no_text_is_too_strange(text in ".{0,20}", digits in "[0-9TWQPYX:.,/+~?%\\[\\]-]{0,24}") {
        let clock = Clock::new(std::time::UNIX_EPOCH);
        for text in [&text, &digits] {
            let _ = Edtf::parse(text);
            let _ = Date::parse(text);
            let _ = Duration::parse(text);
            let _ = DateTime::parse(text, &clock);
            let _ = Time::parse(text, &clock);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn literals_give_their_values_back(value in plain()) {
        let statement = format!("RETURN {} AS value", literal(&value));
        // No literal of the language names these.
        prop_assume!(!statement.contains("NaN") && !statement.contains("Infinity"));
        let result = Database::in_memory().session().run(&statement, ());
        let result = result.map_err(|error| TestCaseError::fail(format!("{statement}: {error}")))?;
        let found = result.row(0).and_then(|row| row.value("value")).expect("one row");
        prop_assert!(equivalent(found, &value), "{statement} gave {found}");
    }
}
