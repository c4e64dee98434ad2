//! What stands before the content of every chunk.

use super::damaged;
use crate::error::Result;

/// The version of all encodings of chunks.
const VERSION: u8 = 1;

/// A content with its version and checksum.
pub(in crate::graph) fn framed(content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len() + 9);
    bytes.push(VERSION);
    bytes.extend(checksum(content).to_le_bytes());
    bytes.extend(content);
    bytes
}

/// The content of a chunk.
pub(in crate::graph::base) fn unframed(bytes: &[u8]) -> Result<&[u8]> {
    let (version, rest) = bytes.split_first().ok_or_else(|| damaged("it is empty"))?;
    if *version != VERSION {
        return Err(damaged(format!(
            "it has version {version}, but this version of amur reads version {VERSION}"
        )));
    }
    let (sum, content) = rest.split_first_chunk().ok_or_else(|| damaged("it is cut off"))?;
    if u64::from_le_bytes(*sum) != checksum(content) {
        return Err(damaged("its checksum is wrong"));
    }
    Ok(content)
}

/// A sum that any flipped bit changes: each step is a bijection of what was summed before.
fn checksum(content: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let step = |sum: u64, word: u64| (sum ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let mut words = content.chunks_exact(8);
    let mut sum = content.len() as u64;
    for word in &mut words {
        let word = word.first_chunk().copied().unwrap_or_default();
        sum = step(sum, u64::from_le_bytes(word));
    }
    for byte in words.remainder() {
        sum = step(sum, u64::from(*byte) + 1);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_flipped_bit_is_noticed() {
        let content: Vec<u8> = (0..45).collect();
        let whole = framed(&content);
        assert_eq!(unframed(&whole).expect("nothing is wrong"), content);
        for place in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[place / 8] ^= 1 << (place % 8);
            assert!(unframed(&flipped).is_err(), "bit {place}");
        }
        for length in 0..whole.len() {
            assert!(unframed(&whole[..length]).is_err(), "{length} bytes");
        }
    }
}
