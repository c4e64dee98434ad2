//! Verbs without tense, person and number: `withdrew`, `withdraws` and `withdrawn` meet in one stem.
//!
//! A stem is no word: it only has to be the same for all forms of one verb, and different for other
//! verbs. Irregular verbs are a table, the rest is spelling (after Porter, 1980, step 1).

use std::sync::LazyLock;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

/// The stem of one lower-case word.
pub(super) fn stem(word: &str) -> String {
    regular_stem(irregular(word).unwrap_or(word))
}

/// The first form of an irregular verb, if `word` is one of its forms.
fn irregular(word: &str) -> Option<&'static str> {
    static BASES: LazyLock<HashMap<&str, &str, RandomState>> = LazyLock::new(|| {
        let mut bases = HashMap::default();
        for forms in IRREGULAR {
            let mut forms = forms.split(' ');
            let base = forms.next().unwrap_or_default();
            for form in std::iter::once(base).chain(forms) {
                bases.entry(form).or_insert(base);
            }
        }
        bases
    });
    BASES.get(word).copied()
}

/// Whether a word is one that a verb can do without or exchange: a preposition, an adverb of place.
pub(super) fn is_particle(word: &str) -> bool {
    has_word(PARTICLES, word)
}

/// Whether a word adds nothing to what a verb says.
pub(super) fn is_filler(word: &str) -> bool {
    has_word(FILLERS, word)
}

const PARTICLES: &str = "about above across after against along among around as at away back before \
    behind below beside between beyond by down during for from in into inside near of off on onto out \
    outside over past round through to toward towards under until up upon via with within without";

const FILLERS: &str =
    "a an the ever also actually eventually finally first initially later originally then";

fn has_word(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}

/// What regular endings leave of a word, as if no verb were irregular: `found` stays `found`.
pub(super) fn regular_stem(word: &str) -> String {
    let mut stem = without_ending(word);
    if stem.len() > 2 && stem.ends_with('e') {
        stem.pop();
    }
    if stem.len() > 3 && ends_double(&stem) {
        stem.pop();
    }
    match (stem.strip_suffix("is"), stem.strip_suffix('y')) {
        (Some(rest), _) if rest.len() > 2 => format!("{rest}iz"),
        (None, Some(rest)) if rest.len() > 1 => format!("{rest}i"),
        (Some(_) | None, _) => stem,
    }
}

fn ends_double(word: &str) -> bool {
    let mut letters = word.chars().rev();
    let last = letters.next();
    last.is_some_and(|letter| letter.is_ascii_alphabetic()) && last == letters.next()
}

fn without_ending(word: &str) -> String {
    if BASES_LIKE_PASTS.contains(&word) {
        return word.to_owned();
    }
    if let Some(rest) = cut(word, "ies").or_else(|| cut(word, "ied")) {
        return format!("{rest}y");
    }
    if let Some(rest) = word.strip_suffix("eed") {
        return format!("{rest}ee");
    }
    if let Some(rest) = cut(word, "ing").or_else(|| cut(word, "ed")) {
        return rest.to_owned();
    }
    let hissing = ["s", "x", "z", "ch", "sh", "o"];
    if let Some(rest) = cut(word, "es").filter(|rest| hissing.iter().any(|end| rest.ends_with(end)))
    {
        return rest.to_owned();
    }
    let rest = cut(word, "s").filter(|rest| !rest.ends_with(['s', 'u', 'i']));
    rest.unwrap_or(word).to_owned()
}

/// The word without an ending, if what is left can be a word.
fn cut<'a>(word: &'a str, ending: &str) -> Option<&'a str> {
    let rest = word.strip_suffix(ending)?;
    (rest.len() > 1 && rest.contains(['a', 'e', 'i', 'o', 'u', 'y'])).then_some(rest)
}

/// Verbs whose first form ends like a past one.
const BASES_LIKE_PASTS: &[&str] =
    &["bleed", "breed", "exceed", "feed", "heed", "need", "proceed", "seed", "speed", "succeed"];

/// First form, present, past and participle of each irregular verb where they differ.
const IRREGULAR: &[&str] = &[
    "arise arises arose arisen arising",
    "awake awoke awoken",
    "be am is are was were been being",
    "bear bore borne born",
    "beat beaten",
    "become became",
    "begin began begun",
    "behold beheld",
    "bend bent",
    "beset",
    "bet",
    "bid bade bidden",
    "bind bound",
    "bite bit bitten",
    "bleed bled",
    "blow blew blown",
    "break broke broken",
    "breed bred",
    "bring brought",
    "broadcast",
    "build built",
    "burn burnt",
    "burst",
    "buy bought",
    "cast",
    "catch caught",
    "choose chose chosen",
    "cling clung",
    "come came",
    "cost",
    "creep crept",
    "cut",
    "deal dealt",
    "die dies died dying",
    "dig dug",
    "do does did done",
    "draw drew drawn",
    "dream dreamt",
    "drink drank drunk",
    "drive drove driven",
    "dwell dwelt",
    "dye dyes dyed dyeing",
    "eat ate eaten",
    "fall fell fallen",
    "feed fed",
    "feel felt",
    "fight fought",
    "find found",
    "flee fled",
    "fling flung",
    "fly flew flown",
    "forbid forbade forbidden",
    "forecast",
    "foresee foresaw foreseen",
    "forget forgot forgotten",
    "forgive forgave forgiven",
    "forsake forsook forsaken",
    "freeze froze frozen",
    "get got gotten",
    "give gave given",
    "go goes went gone",
    "grind ground",
    "grow grew grown",
    "hang hung",
    "have has had having",
    "hear heard",
    "hide hid hidden",
    "hit",
    "hold held",
    "hurt",
    "keep kept",
    "kneel knelt",
    "know knew known",
    "lay laid",
    "lead led",
    "leap leapt",
    "learn learnt",
    "leave left",
    "lend lent",
    "let",
    "lie lies lied lain lying",
    "light lit",
    "lose lost",
    "make made",
    "mean meant",
    "meet met",
    "mislead misled",
    "mistake mistook mistaken",
    "misunderstand misunderstood",
    "outdo outdid outdone",
    "overcome overcame",
    "oversee oversaw overseen",
    "overtake overtook overtaken",
    "overthrow overthrew overthrown",
    "partake partook partaken",
    "pay paid",
    "plead pled",
    "prove proven",
    "put",
    "quit",
    "read",
    "rebuild rebuilt",
    "remake remade",
    "repay repaid",
    "retake retook retaken",
    "rewrite rewrote rewritten",
    "rid",
    "ride rode ridden",
    "ring rang rung",
    "rise rose risen",
    "run ran",
    "saw sawn",
    "say said",
    "see saw seen",
    "seek sought",
    "sell sold",
    "send sent",
    "set",
    "sew sewn",
    "shake shook shaken",
    "shed",
    "shine shone",
    "shoot shot",
    "show shown",
    "shrink shrank shrunk",
    "shut",
    "sing sang sung",
    "sink sank sunk",
    "sit sat",
    "slay slew slain",
    "sleep slept",
    "slide slid",
    "sling slung",
    "smell smelt",
    "sow sown",
    "speak spoke spoken",
    "speed sped",
    "spell spelt",
    "spend spent",
    "spill spilt",
    "spin spun",
    "split",
    "spoil spoilt",
    "spread",
    "spring sprang sprung",
    "stand stood",
    "steal stole stolen",
    "stick stuck",
    "sting stung",
    "stride strode",
    "strike struck stricken",
    "string strung",
    "strive strove striven",
    "swear swore sworn",
    "sweep swept",
    "swell swollen",
    "swim swam swum",
    "swing swung",
    "take took taken",
    "teach taught",
    "tear tore torn",
    "tell told",
    "think thought",
    "throw threw thrown",
    "thrust",
    "tie ties tied tying",
    "undergo undergoes underwent undergone",
    "understand understood",
    "undertake undertook undertaken",
    "undo undid undone",
    "unite",
    "uphold upheld",
    "upset",
    "vie vied vying",
    "wake woke woken",
    "wear wore worn",
    "weave wove woven",
    "wed",
    "weep wept",
    "win won",
    "wind wound",
    "withdraw withdrew withdrawn",
    "withhold withheld",
    "withstand withstood",
    "wring wrung",
    "write wrote written",
];

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_one_verb_meet() {
        for forms in [
            "support supports supported supporting",
            "accuse accuses accused accusing",
            "withdraw withdraws withdrew withdrawn withdrawing",
            "declare declared declares declaring",
            "carry carries carried carrying",
            "stop stops stopped stopping",
            "control controls controlled controlling",
            "agree agrees agreed agreeing",
            "succeed succeeds succeeded succeeding",
            "attack attacks attacked attacking",
            "pass passes passed passing",
            "reach reaches reached",
            "organise organised organize organized organizing",
            "occupy occupies occupied occupying",
            "die dies died dying",
            "lead leads led leading",
            "lay lays laid laying",
            "be is was were been",
            "land landed landing lands",
            "go goes went gone going",
            "sign signed signs signing",
            "ask asks asked asking",
            "bring brought brings bringing",
            "free freed frees freeing",
            "seize seized seizing seizes",
            "veto vetoes vetoed",
            "deploy deploys deployed deploying",
            "rule ruled rules ruling",
            "use used uses using",
            "proceed proceeds proceeded proceeding",
            "need needs needed needing",
        ] {
            let stems: Vec<String> = forms.split(' ').map(stem).collect();
            assert!(stems.iter().all(|one| Some(one) == stems.first()), "{forms}: {stems:?}");
        }
    }

    #[test]
    fn other_verbs_stay_apart() {
        let words = "support supply send spend lead leave live lie lay die dye dry see say fly flow \
            fall feel fill rise raise ruse sing string bring ring wing king train arrive carry care \
            core cure need seed feed plan act add aid age aim win wind wound own owe";
        let mut stems: Vec<String> = words.split_whitespace().map(stem).collect();
        let count = stems.len();
        stems.sort();
        stems.dedup();
        // `wound` may be the past of `wind`; `regular_stem` knows it as itself.
        assert_eq!(stems.len(), count - 1);
    }
}
