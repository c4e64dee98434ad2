//! From the bytes of the disk to plain text: gzip, Zstandard and UTF-16 are undone.

use std::io::{self, Cursor, Read};

use encoding_rs::{Decoder, Encoding, UTF_16BE, UTF_16LE};
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

/// How many bytes are decoded at once.
const CHUNK: usize = 1 << 13;

/// How many bytes tell whether a file is packed, or UTF-16.
const MAGIC: usize = 512;

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTANDARD: &[u8] = b"\x28\xb5\x2f\xfd";

/// Unpacks and decodes what begins like something packed or encoded; the rest stays as it is.
pub(super) fn plain_text(bytes: impl Read + 'static) -> io::Result<Box<dyn Read>> {
    let (head, bytes) = begin(bytes)?;
    let unpacked: Box<dyn Read> = if head.starts_with(GZIP) {
        Box::new(Checked { bytes: MultiGzDecoder::new(bytes), what: "the gzip data are damaged" })
    } else if head.starts_with(ZSTANDARD) {
        Box::new(Checked {
            bytes: Frames::Between(PutBack { byte: None, bytes }),
            what: "the Zstandard data are damaged",
        })
    } else {
        Box::new(bytes)
    };
    let (head, unpacked) = begin(unpacked)?;
    Ok(match utf_16(&head) {
        Some(encoding) => Box::new(Decoded::new(unpacked, encoding)),
        None => Box::new(unpacked),
    })
}

/// Bytes whose first ones have been looked at.
type Begun<R> = io::Chain<Cursor<Vec<u8>>, R>;

/// The first bytes, and all of them still to be read.
fn begin<R: Read>(mut bytes: R) -> io::Result<(Vec<u8>, Begun<R>)> {
    let mut head = Vec::new();
    bytes.by_ref().take(MAGIC as u64).read_to_end(&mut head)?;
    Ok((head.clone(), Cursor::new(head).chain(bytes)))
}

/// Which UTF-16 a file is in: by its byte order mark, or because half of its bytes are zero.
fn utf_16(head: &[u8]) -> Option<&'static Encoding> {
    if head.starts_with(b"\xff\xfe") {
        return Some(UTF_16LE);
    }
    if head.starts_with(b"\xfe\xff") {
        return Some(UTF_16BE);
    }
    let zeros = |start| head.iter().skip(start).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() * 2 / 5;
    if head.len() < 8 {
        None
    } else if odd > most && even == 0 {
        Some(UTF_16LE)
    } else if even > most && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// A decompressor whose errors say in words what they mean.
struct Checked<R> {
    bytes: R,
    what: &'static str,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(buffer).map_err(|error| {
            let message = format!("{}: {error}", self.what);
            io::Error::new(io::ErrorKind::InvalidData, message)
        })
    }
}

/// The frames of a Zstandard file, one after the other.
enum Frames<R: Read> {
    /// Between two frames.
    Between(PutBack<R>),
    /// Within a frame.
    Within(Box<StreamingDecoder<PutBack<R>, FrameDecoder>>),
    /// Nothing more.
    End,
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            *self = match std::mem::replace(self, Self::End) {
                Self::End => return Ok(0),
                Self::Between(mut bytes) => {
                    let mut first = [0];
                    if bytes.read(&mut first)? == 0 {
                        return Ok(0);
                    }
                    bytes.byte = Some(first[0]);
                    let frame = StreamingDecoder::new(bytes).map_err(io::Error::other)?;
                    Self::Within(Box::new(frame))
                }
                Self::Within(mut frame) => {
                    let count = frame.read(buffer)?;
                    if count > 0 || buffer.is_empty() {
                        *self = Self::Within(frame);
                        return Ok(count);
                    }
                    Self::Between(frame.into_inner())
                }
            }
        }
    }
}

/// Bytes to which one can be given back.
struct PutBack<R> {
    byte: Option<u8>,
    bytes: R,
}

impl<R: Read> Read for PutBack<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match (self.byte, buffer.first_mut()) {
            (Some(byte), Some(target)) => {
                *target = byte;
                self.byte = None;
                Ok(1)
            }
            (Some(_) | None, _) => self.bytes.read(buffer),
        }
    }
}

/// Text of another encoding, as UTF-8.
struct Decoded<R> {
    bytes: R,
    decoder: Decoder,
    text: Vec<u8>,
    next: usize,
    is_at_end: bool,
}

impl<R> Decoded<R> {
    fn new(bytes: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { bytes, decoder, text: Vec::new(), next: 0, is_at_end: false }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.next >= self.text.len() && !self.is_at_end {
            let mut raw = [0; CHUNK];
            let count = self.bytes.read(&mut raw)?;
            self.is_at_end = count == 0;
            // Two bytes of UTF-16 are at most three of UTF-8.
            self.text.resize(CHUNK * 2, 0);
            let raw = raw.get(..count).unwrap_or_default();
            let (_, _, written, _) =
                self.decoder.decode_to_utf8(raw, &mut self.text, self.is_at_end);
            self.text.truncate(written);
            self.next = 0;
        }
        let ready = self.text.get(self.next..).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        for (target, byte) in buffer.iter_mut().zip(ready) {
            *target = *byte;
        }
        self.next += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: Vec<u8>) -> io::Result<String> {
        let mut text = String::new();
        plain_text(Cursor::new(bytes))?.read_to_string(&mut text)?;
        Ok(text)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).and_then(|()| encoder.finish()).expect("memory has room")
    }

    fn zstandard(text: &[u8]) -> Vec<u8> {
        let level = ruzstd::encoding::CompressionLevel::Fastest;
        ruzstd::encoding::compress_to_vec(text, level)
    }

    #[test]
    fn packed_files_are_unpacked_with_all_their_parts() {
        let text = "Kolchak, Omsk\n".repeat(5000);
        for pack in [gzip, zstandard] {
            let packed = pack(text.as_bytes());
            assert!(packed.len() < text.len());
            assert_eq!(read(packed.clone()).expect("it can be unpacked"), text);
            let twice = [packed.clone(), packed.clone()].concat();
            assert_eq!(read(twice).expect("it can be unpacked").len(), 2 * text.len());
            let half = packed[..packed.len() / 2].to_vec();
            let fault = read(half).expect_err("half a file is damaged").to_string();
            assert!(fault.contains("data are damaged"), "{fault}");
        }
    }

    #[test]
    fn utf_16_becomes_utf_8_with_and_without_a_mark() {
        let text = "name,born\r\nKolčak,1874\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [b"\xff\xfe".to_vec(), little.clone()].concat();
        for bytes in [little, big, marked, text.as_bytes().to_vec()] {
            assert_eq!(read(bytes).expect("it can be decoded"), text);
        }
        assert_eq!(read(Vec::new()).expect("nothing is text, too"), "");
    }
}
