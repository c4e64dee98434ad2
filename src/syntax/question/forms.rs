//! Every form of question with its usage: for `:help`, completion, hints and error messages.

/// One form of question, described for people.
#[derive(Clone, Copy, Debug)]
pub struct QuestionHelp {
    /// The words it begins with, in lower case; empty for a sentence that begins with a name.
    pub opening: &'static str,
    /// How it is written; capitals stand for what the asker fills in.
    pub usage: &'static str,
    /// What it answers.
    pub summary: &'static str,
    /// Questions to the built-in graph.
    pub examples: &'static [&'static str],
}

macro_rules! forms {
    ($($opening:literal, $usage:literal, $summary:literal, [$($example:literal),+];)+) => {
        /// Every form of question, in the order in which they are best learnt.
        pub const QUESTION_FORMS: &[QuestionHelp] = &[$(QuestionHelp {
            opening: $opening,
            usage: $usage,
            summary: $summary,
            examples: &[$($example),+],
        }),+];
    };
}

forms! {
    "who", "who VERB NAME", "who or what did it, when, and where that is stated",
        ["who supported Kolchak", "who commanded the Japanese forces in 1918"];
    "what", "what VERB NAME", "the same for things",
        ["what arrived at Vladivostok"];
    "which", "which LABEL VERB NAME", "the same for one kind of things",
        ["which Ship arrived at Vladivostok", "which State did Japan declare war on"];
    "", "NAME VERB whom", "to whom or what it was done; `what did NAME VERB` asks the same",
        ["Japan declared war on whom"];
    "did", "did NAME VERB NAME", "yes or no with the facts, or that nothing is stated",
        ["did Japan support Semenov", "was Kolchak supported by Japan"];
    "when", "when did NAME VERB NAME", "the dates, as precise as they are known",
        ["when did Japan withdraw from Siberia"];
    "path", "path from NAME to NAME [within N] [through VERB, VERB] [avoiding NAME]",
        "one shortest chain of facts between two things",
        ["path from Japan to Germany", "path from Japan to Wilson within 4 avoiding Vladivostok"];
    "paths", "paths from NAME to NAME [within N] [through VERB, VERB] [avoiding NAME]",
        "all shortest chains of facts",
        ["paths from Kolchak to Semenov"];
    "all paths", "all paths from NAME to NAME [within N] [through VERB, VERB] [avoiding NAME]",
        "every chain of facts of at most N steps, the shortest first",
        ["all paths from Japan to Germany within 3"];
    "what links", "what links NAME, NAME and NAME [through VERB] [avoiding NAME]",
        "the smallest part of the graph that connects them",
        ["what links Japan, Kolchak and Wilson"];
    "what do", "what do NAME and NAME have in common",
        "what both have to do with, and how",
        ["what do Kolchak and Semenov have in common"];
    "about", "about NAME", "a card: labels, properties, facts, sources",
        ["about Kolchak"];
    "around", "around NAME [STEPS] [through VERB] [avoiding NAME]",
        "the neighbourhood as a part of the graph",
        ["around Otani", "around Otani 2 to otani.svg"];
    "timeline", "timeline [of NAME]", "dated facts in order",
        ["timeline of Japan during 1918"];
    "conflicts", "conflicts [about NAME]", "claims that can't both hold, side by side",
        ["conflicts"];
    "what changed", "what changed between DATE and DATE [about NAME]",
        "facts that began and facts that ended",
        ["what changed between 1918 and 1920 about Japan"];
    "why", "why", "the facts that the last answer rests on, with source, locator and date",
        ["why"];
    "list", "list LABEL", "the names of everything of a kind", ["list Ship"];
    "count", "count LABEL", "how many there are of a kind", ["count Person"];
    "verbs", "verbs", "the verbs of the graph with the number of their facts", ["verbs"];
    "labels", "labels", "the kinds of things with their numbers", ["labels"];
    "schema", "schema", "which verbs lead from which kind of things to which", ["schema"];
}

/// The form that a text begins like, the one with the longest opening that is there, and the place
/// behind that opening.
pub(super) fn nearest_form(text: &str) -> Option<(&'static QuestionHelp, usize)> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    for word in text.split_whitespace() {
        // Both are parts of one text, so that the difference of their places is a place in it.
        words.push((word.as_ptr() as usize - text.as_ptr() as usize, word));
    }
    let explained = words.first().is_some_and(|(_, word)| word.eq_ignore_ascii_case("explain"));
    let words = words.get(usize::from(explained)..).unwrap_or_default();
    let end_of_opening = |form: &QuestionHelp| {
        let opening: Vec<&str> = form.opening.split(' ').collect();
        let found = words.get(..opening.len())?;
        let same = found
            .iter()
            .zip(&opening)
            .all(|((_, word), wanted)| word.trim_end_matches('?').eq_ignore_ascii_case(wanted));
        let (at, word) = found.last().filter(|_| same)?;
        Some(at + word.len())
    };
    let found = QUESTION_FORMS.iter().filter_map(|form| Some((form, end_of_opening(form)?)));
    found.max_by_key(|(_, end)| *end)
}
