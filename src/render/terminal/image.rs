//! Pictures in terminals that can show them: by the protocols of kitty, of iTerm2, and by sixels.

use std::io::{self, Write};

use crate::render::{Subgraph, png};

/// How a terminal takes pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageProtocol {
    /// That of kitty, which Ghostty and Konsole have, too.
    Kitty,
    /// That of iTerm2, which `WezTerm` and mintty have, too.
    Iterm,
    /// Sixels, as foot, mlterm and many others draw them.
    Sixel,
}

/// The columns of pixels that a column of text has on most screens.
const COLUMN: usize = 9;

/// How many bytes of text kitty takes at once.
const CHUNK: usize = 4096;

impl ImageProtocol {
    /// What the variables of the environment say of the terminal, which itself is never asked;
    /// `AMUR_IMAGES` has the last word: `kitty`, `iterm`, `sixel`, or anything else for none.
    #[must_use]
    pub fn of_terminal(variable: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        let is = |name: &str, value: &str| variable(name).is_some_and(|one| one.contains(value));
        if let Some(wish) = variable("AMUR_IMAGES") {
            return match wish.as_str() {
                "kitty" => Some(Self::Kitty),
                "iterm" => Some(Self::Iterm),
                "sixel" => Some(Self::Sixel),
                _ => None,
            };
        }
        // A multiplexer stands between, and lets no picture through.
        if variable("TMUX").is_some() || is("TERM", "screen") {
            return None;
        }
        if variable("KITTY_WINDOW_ID").is_some()
            || is("TERM", "kitty")
            || is("TERM_PROGRAM", "ghostty")
            || variable("KONSOLE_VERSION").is_some()
        {
            return Some(Self::Kitty);
        }
        let iterm = ["iTerm", "WezTerm", "mintty"];
        if iterm.iter().any(|name| is("TERM_PROGRAM", name)) {
            return Some(Self::Iterm);
        }
        let sixel = ["sixel", "foot", "mlterm", "yaft"];
        sixel.iter().any(|name| is("TERM", name)).then_some(Self::Sixel)
    }
}

/// Shows the picture of a subgraph, not wider than so many columns of text.
///
/// # Errors
/// What the writer says, and that the subgraph is too large for a picture.
pub fn write_image(
    subgraph: &Subgraph,
    protocol: ImageProtocol,
    columns: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let widest = u32::try_from(columns * COLUMN).unwrap_or(u32::MAX);
    let pixels = png::pixels(subgraph, Some(widest))?;
    match protocol {
        ImageProtocol::Kitty => write_kitty(&pixels.file()?, out)?,
        ImageProtocol::Iterm => {
            let file = pixels.file()?;
            write!(out, "\x1b]1337;File=inline=1;size={}:{}\x07", file.len(), base64(&file))?;
        }
        ImageProtocol::Sixel => write_sixels(&pixels, out)?,
    }
    writeln!(out)
}

fn write_kitty(file: &[u8], out: &mut dyn Write) -> io::Result<()> {
    let text = base64(file);
    let chunks: Vec<&[u8]> = text.as_bytes().chunks(CHUNK).collect();
    for (place, chunk) in chunks.iter().enumerate() {
        let head = if place == 0 { "a=T,f=100," } else { "" };
        let more = u8::from(place + 1 < chunks.len());
        write!(out, "\x1b_G{head}m={more};")?;
        out.write_all(chunk)?;
        write!(out, "\x1b\\")?;
    }
    Ok(())
}

/// Bytes in the letters of base 64.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |place: usize| u32::from(group.get(place).copied().unwrap_or(0));
        let number = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

/// The steps of each colour that sixels are drawn in: six of red, green and blue.
const STEPS: u16 = 6;

/// Draws bands of six lines, in each of them one colour after the other.
fn write_sixels(pixels: &png::Pixels, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "\x1bPq\"1;1;{};{}", pixels.width, pixels.height)?;
    for colour in 0..STEPS * STEPS * STEPS {
        let part = |steps: u16| colour / steps % STEPS * 100 / (STEPS - 1);
        write!(out, "#{colour};2;{};{};{}", part(STEPS * STEPS), part(STEPS), part(1))?;
    }
    for top in (0..pixels.height).step_by(6) {
        write_band(pixels, top, out)?;
    }
    write!(out, "\x1b\\")
}

fn write_band(pixels: &png::Pixels, top: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut colours = std::collections::BTreeMap::<u16, Vec<u8>>::new();
    for x in 0..pixels.width {
        for line in 0..6.min(pixels.height - top) {
            let row = colours.entry(nearest(pixels.at(x, top + line)));
            row.or_insert_with(|| vec![0; pixels.width])[x] |= 1 << line;
        }
    }
    for (colour, row) in &colours {
        write!(out, "#{colour}")?;
        for run in row.chunk_by(|one, next| one == next) {
            // Repeated by its count; a sixel is written as a letter from `?` on.
            write!(out, "!{}{}", run.len(), char::from(run[0] + b'?'))?;
        }
        write!(out, "$")?;
    }
    write!(out, "-")
}

/// The number of the nearest colour that sixels are drawn in.
fn nearest(colour: [u8; 3]) -> u16 {
    let step = |part: u8| (u16::from(part) * (STEPS - 1) + 127) / 255;
    let [red, green, blue] = colour.map(step);
    (red * STEPS + green) * STEPS + blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_letters() {
        assert_eq!(base64(b""), "");
        assert_eq!(base64(b"f"), "Zg==");
        assert_eq!(base64(b"fo"), "Zm8=");
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
    }

    #[test]
    fn the_environment_tells_the_protocol() {
        let of = |wanted: &'static str, value: &'static str| {
            ImageProtocol::of_terminal(&move |name| (name == wanted).then(|| value.to_owned()))
        };
        assert_eq!(of("TERM", "xterm-kitty"), Some(ImageProtocol::Kitty));
        assert_eq!(of("TERM_PROGRAM", "iTerm.app"), Some(ImageProtocol::Iterm));
        assert_eq!(of("TERM", "foot"), Some(ImageProtocol::Sixel));
        assert_eq!(of("TERM", "xterm-256color"), None);
        assert_eq!(of("AMUR_IMAGES", "off"), None);
    }

    #[test]
    fn colours_go_to_the_nearest_step() {
        assert_eq!(nearest([255, 255, 255]), 215);
        assert_eq!(nearest([0, 0, 0]), 0);
        assert_eq!(nearest([255, 0, 52]), 181);
    }
}
