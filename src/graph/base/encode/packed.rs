//! Lists of whole numbers in few bits.
//!
//! A list is cut into blocks of 128; a block has its least number, the width of the largest
//! difference from it, and the differences. Where the distances between neighbours take less than
//! the numbers themselves, the first number and the distances are kept instead.

use super::{Reader, Writer, damaged};
use crate::error::Result;

/// How many numbers a block has.
const BLOCK: usize = 128;

/// The largest width that can be read by one word from any bit; above it stands the whole word.
const WIDEST: u32 = 56;

/// How a list is kept.
mod mode {
    pub(super) const PLAIN: u8 = 0;
    pub(super) const DISTANCES: u8 = 1;
}

/// Writes the numbers; how many there are, the reader must know.
pub(super) fn write_packed(numbers: impl Iterator<Item = i64> + Clone, writer: &mut Writer) {
    let (mut plain, mut relative) = (Writer::default(), Writer::default());
    write_blocks(numbers.clone(), &mut plain);
    let mut rest = numbers;
    if let Some(first) = rest.next() {
        let mut last = first;
        relative.signed(first);
        let differences =
            rest.map(|number| number.wrapping_sub(std::mem::replace(&mut last, number)));
        write_blocks(differences, &mut relative);
    }
    let (mode, shorter) = if relative.len() < plain.len() {
        (mode::DISTANCES, relative)
    } else {
        (mode::PLAIN, plain)
    };
    writer.byte(mode);
    writer.raw(&shorter.into_bytes());
}

fn write_blocks(mut numbers: impl Iterator<Item = i64>, writer: &mut Writer) {
    let mut block = Vec::with_capacity(BLOCK);
    loop {
        block.clear();
        block.extend(numbers.by_ref().take(BLOCK));
        let Some(least) = block.iter().copied().min() else { return };
        let over = |number: &i64| number.wrapping_sub(least).cast_unsigned();
        let width = block.iter().map(over).max().map_or(0, |most| 64 - most.leading_zeros());
        let width = if width > WIDEST { 64 } else { width };
        writer.signed(least);
        writer.byte(width.to_le_bytes()[0]);
        let (mut word, mut used) = (0_u128, 0_u32);
        for number in &block {
            word |= u128::from(over(number)) << used;
            used += width;
            while used >= 8 {
                writer.byte(word.to_le_bytes()[0]);
                word >>= 8;
                used -= 8;
            }
        }
        if used > 0 {
            writer.byte(word.to_le_bytes()[0]);
        }
    }
}

/// Reads `count` numbers and passes each on.
pub(super) fn read_packed(
    reader: &mut Reader<'_>,
    count: usize,
    mut take: impl FnMut(i64) -> Result<()>,
) -> Result<()> {
    match reader.byte()? {
        mode::PLAIN => read_blocks(reader, count, take),
        mode::DISTANCES if count > 0 => {
            let mut last = reader.signed()?;
            take(last)?;
            read_blocks(reader, count - 1, |difference| {
                last = last.wrapping_add(difference);
                take(last)
            })
        }
        other => Err(damaged(format!("numbers are packed in the unknown way {other}"))),
    }
}

fn read_blocks(
    reader: &mut Reader<'_>,
    count: usize,
    mut take: impl FnMut(i64) -> Result<()>,
) -> Result<()> {
    // One word more than a block can take, so that the last number can be read as a word too.
    let mut bytes = [0_u8; BLOCK * 8 + 8];
    let mut left = count;
    while left > 0 {
        let length = left.min(BLOCK);
        let (least, width) = (reader.signed()?, u32::from(reader.byte()?));
        if width > WIDEST && width != 64 {
            return Err(damaged("a number is too wide"));
        }
        let packed = reader.raw((length * width as usize).div_ceil(8))?;
        bytes[..packed.len()].copy_from_slice(packed);
        let mask = if width == 64 { u64::MAX } else { (1 << width) - 1 };
        for place in 0..length {
            let bit = place * width as usize;
            let word = bytes[bit / 8..].first_chunk().copied().unwrap_or_default();
            let over = u64::from_le_bytes(word) >> (bit % 8) & mask;
            take(least.wrapping_add(over.cast_signed()))?;
        }
        left -= length;
    }
    Ok(())
}

/// Reads `count` numbers.
pub(super) fn read_numbers(reader: &mut Reader<'_>, count: usize) -> Result<Vec<i64>> {
    let mut numbers = Vec::with_capacity(count.min(room(reader)));
    read_packed(reader, count, |number| {
        numbers.push(number);
        Ok(())
    })?;
    Ok(numbers)
}

/// Reads `count` numbers that must be below `bound`.
pub(super) fn read_below(reader: &mut Reader<'_>, count: usize, bound: u64) -> Result<Vec<u32>> {
    let mut numbers = Vec::with_capacity(count.min(room(reader)));
    read_packed(reader, count, |number| {
        let small = u32::try_from(number).ok().filter(|small| u64::from(*small) < bound);
        numbers.push(small.ok_or_else(|| damaged("a number is too large"))?);
        Ok(())
    })?;
    Ok(numbers)
}

/// How many numbers the bytes can have at most: a block takes at least two.
fn room(reader: &Reader<'_>) -> usize {
    reader.left().saturating_mul(BLOCK / 2)
}

/// Writes numbers of 32 bits.
pub(super) fn write_small(numbers: &[u32], writer: &mut Writer) {
    write_packed(numbers.iter().map(|number| i64::from(*number)), writer);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn round(numbers: &[i64]) -> usize {
        let mut writer = Writer::default();
        write_packed(numbers.iter().copied(), &mut writer);
        let bytes = writer.into_bytes();
        let mut reader = Reader::new(&bytes);
        let read = read_numbers(&mut reader, numbers.len()).expect("nothing is wrong");
        assert_eq!(read, numbers);
        assert_eq!(reader.left(), 0);
        bytes.len()
    }

    #[test]
    fn regular_numbers_take_next_to_nothing() {
        assert!(round(&vec![7; 1280]) <= 21);
        assert!(round(&(1000..2280).collect::<Vec<_>>()) <= 24);
        assert!(round(&[i64::MIN, i64::MAX, 0, -1]) <= 48);
        assert_eq!(round(&[]), 1);
    }

    proptest! {
        #[test]
        fn what_is_packed_is_unpacked(
            numbers in prop::collection::vec(prop_oneof![any::<i64>(), -300_i64..300], 0..300)
        ) {
            round(&numbers);
        }

        #[test]
        fn anything_else_is_an_error(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let read = read_below(&mut Reader::new(&bytes), usize::MAX, 1 << 32);
            prop_assert!(read.is_err());
        }
    }
}
