//! Random numbers: `SplitMix64` (Steele, Lea and Flood, 2014), seeded once for each thread.

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

thread_local! {
    static STATE: Cell<u64> = Cell::new(RandomState::new().hash_one("amur"));
}

/// Sixty-four random bits.
pub(super) fn bits() -> u64 {
    let state = STATE.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
    STATE.set(state);
    let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A random number from 0 up to, but not including, 1.
#[expect(clippy::cast_precision_loss, reason = "fifty-three bits fit in a float")]
pub(super) fn unit() -> f64 {
    (bits() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A random UUID (RFC 9562, version 4).
pub(super) fn uuid() -> String {
    let (high, low) = (bits() & !0xf000 | 0x4000, bits() & !(3 << 62) | (1 << 63));
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}
